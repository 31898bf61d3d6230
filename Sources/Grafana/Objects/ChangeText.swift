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
  static func change(_ title: String, _ difference: JSONDifference) -> Change {
    switch difference.kind {
    case .added: Change("\(title) added", after: difference.new.map { value($0) })
    case .removed: Change("\(title) removed", before: difference.old.map { value($0) })
    case .moved: Change("\(title) moved")
    case .changed:
      Change(title, before: difference.old.map { value($0) }, after: difference.new.map { value($0) })
    }
  }
}
