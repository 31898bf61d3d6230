import Base
import Documents

/// Tells differences between documents in words.
enum ChangeText {
  /// Longer values are cut: the whole is in Git.
  private static let longest = 300

  /// A value on one line.
  static func value(_ json: JSON) -> String {
    let text = json.stringValue ?? JSONWriter.string(json)
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > longest ? line.prefix(longest) + "…" : String(line)
  }

  /// `title added`, `title removed` or the title with the old and the new value.
  /// - Parameter shown: what of a value may be shown.
  static func change(
    _ title: String, _ difference: JSONDifference, shown: (JSON) -> JSON = { $0 }
  ) -> Change {
    let old = difference.old.map { value(shown($0)) }
    let new = difference.new.map { value(shown($0)) }
    switch difference.kind {
    case .added: return Change("\(title) added", after: new)
    case .removed: return Change("\(title) removed", before: old)
    case .moved: return Change("\(title) moved")
    case .changed: return old == new ? Change("\(title) (changed)") : Change(title, before: old, after: new)
    }
  }
}
