import Base
import Documents

/// Tells what changes in a dashboard by its panels and queries.
public enum DashboardChanges {
  /// More differences than this are summed up: nobody reads them one by one.
  private static let most = 40

  /// - Parameters:
  ///   - stored: what the workspace has.
  ///   - wanted: what it is going to have.
  public static func describe(from stored: JSON, to wanted: JSON) -> [Change] {
    let changes = JSONDifference.between(stored, wanted).map { difference -> Change in
      let document = difference.kind == .removed ? stored : wanted
      return change(difference, in: document)
    }
    guard changes.count > most else { return changes }
    return changes.prefix(most) + [Change("\(changes.count - most) more changes")]
  }

  private static func change(_ difference: JSONDifference, in document: JSON) -> Change {
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
      words.append(name(of: value, in: token, at: index))
    }
    let isWholeElement = Int(difference.pointer.tokens.last ?? "") != nil
    // A panel that comes or goes is told by its title; its JSON would say nothing more.
    if isWholeElement, difference.kind != .changed {
      return Change("\(words.joined(separator: ", ")) \(difference.kind.rawValue)")
    }
    return ChangeText.change(title(words), difference)
  }

  /// `panel "CPU", query A: expr`.
  private static func title(_ words: [String]) -> String {
    let outer = words.prefix { $0.contains(" ") }
    let inner = words.dropFirst(outer.count).joined(separator: ".")
    if outer.isEmpty { return inner }
    return outer.joined(separator: ", ") + (inner.isEmpty ? "" : ": " + inner)
  }

  private static func name(of element: JSON, in list: String, at index: Int) -> String {
    let title = element["title"]?.stringValue ?? ""
    switch list {
    case "panels":
      return title.isEmpty
        ? "panel \(element["id"]?.intValue.map(String.init) ?? "#\(index + 1)")" : "panel \"\(title)\""
    case "targets": return "query \(element["refId"]?.stringValue ?? "#\(index + 1)")"
    case "list": return "variable \(element["name"]?.stringValue ?? "#\(index + 1)")"
    case "links": return "link \"\(title)\""
    default: return "\(list) #\(index + 1)"
    }
  }
}
