import Documents

/// What people call a part of an object.
enum PartName {
  /// - Parameter list: the name of the list that the part stands in.
  static func of(_ part: JSON, in list: String, at index: Int) -> String {
    let number = "#\(index + 1)"
    switch list {
    case "panels":
      return title(part).map { "panel \"\($0)\"" }
        ?? "panel \(part["id"]?.intValue.map(String.init) ?? number)"
    case "targets": return "query \(text(part, "refId") ?? number)"
    case "data" where part["refId"] != nil: return "query \(text(part, "refId") ?? number)"
    case "list": return "variable \(text(part, "name") ?? number)"
    case "links": return "link \"\(title(part) ?? "")\""
    case "rules": return title(part).map { "rule \"\($0)\"" } ?? "rule \(text(part, "uid") ?? number)"
    case "receivers": return "receiver \(number) (\(text(part, "type") ?? "of no type"))"
    case "routes": return "route \(number)" + (text(part, "receiver").map { " to \"\($0)\"" } ?? "")
    case "time_intervals": return "interval \(number)"
    default: return "\(list) \(number)"
    }
  }

  private static func title(_ part: JSON) -> String? { text(part, "title") }

  private static func text(_ part: JSON, _ name: String) -> String? {
    part[name]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
  }
}
