import Base
import Documents

/// Tells what changes in an object by its parts: panels and queries of a dashboard, rules of a group, receivers of a
/// contact point.
public enum DocumentChanges {
  /// More differences than this are summed up: nobody reads them one by one.
  private static let most = 40

  /// - Parameters:
  ///   - stored: what the workspace has.
  ///   - wanted: what it is going to have.
  ///   - hiddenPaths: places in the wanted document that hold a Secret's value: told as changed, never shown.
  ///   - shown: what of a value may be shown.
  public static func describe(
    from stored: JSON, to wanted: JSON, hiddenPaths: Set<JSONPointer> = [], shown: (JSON) -> JSON = { $0 }
  ) -> [Change] {
    let changes = JSONDifference.between(stored, wanted).map { difference -> Change in
      let document = difference.kind == .removed ? stored : wanted
      let isHidden = hiddenPaths.contains { path in
        path.isPrefix(of: difference.pointer) || difference.pointer.isPrefix(of: path)
      }
      return change(difference, in: document, isHidden: isHidden, shown)
    }
    guard changes.count > most else { return changes }
    return changes.prefix(most) + [Change("\(changes.count - most) more changes")]
  }

  private static func change(
    _ difference: JSONDifference, in document: JSON, isHidden: Bool, _ shown: (JSON) -> JSON
  ) -> Change {
    var words: [String] = []
    var value = document
    var rest = difference.pointer.tokens[...]
    while let token = rest.popFirst() {
      guard let next = value[JSONPointer([token])] else {
        words.append(token)
        continue
      }
      value = next
      guard let element = rest.first, let list = value.arrayValue, let index = Int(element),
        list.indices.contains(index)
      else {
        words.append(token)
        continue
      }
      rest.removeFirst()
      value = list[index]
      words.append(PartName.of(value, in: token, at: index))
    }
    let isWholeElement = Int(difference.pointer.tokens.last ?? "") != nil
    // A panel that comes or goes is told by its title; its JSON would say nothing more.
    if isWholeElement, difference.kind != .changed {
      return Change("\(words.joined(separator: ", ")) \(difference.kind.rawValue)")
    }
    return isHidden
      ? Change("\(title(words)) (changed)") : ChangeText.change(title(words), difference, shown: shown)
  }

  /// `panel "CPU", query A: expr`.
  private static func title(_ words: [String]) -> String {
    let outer = words.prefix { $0.contains(" ") }
    let inner = words.dropFirst(outer.count).joined(separator: ".")
    if outer.isEmpty { return inner }
    return outer.joined(separator: ", ") + (inner.isEmpty ? "" : ": " + inner)
  }
}
