import Base
import Documents

/// The permissions of a folder or dashboard: a text with the JSON that Grafana's permission routes take.
enum PermissionItems {
  /// Tells what is wrong; the place is one in the text, where there is one.
  typealias Telling = (_ code: String, _ message: String, _ remedy: String, _ place: Position?) -> Void

  /// The items; empty for `{}`, which strips all but Admin. Nil after telling what is wrong.
  /// - Parameter label: what messages call the text.
  static func read(_ content: String, label: String, tell: Telling) -> [JSON]? {
    if content.allSatisfy(\.isWhitespace) { return nil }
    let value: JSON
    do {
      value = try JSONParser.parse(content)
    } catch {
      tell(
        "invalid-json", "\(label) is not JSON: \(error.problem)",
        "mend the JSON, or write '{}' to allow only Admin", error.position)
      return nil
    }
    guard let object = value.objectValue, object.keys.allSatisfy({ $0 == "items" }),
      let items = (object["items"] ?? .array([])).arrayValue
    else {
      tell(
        "invalid-value", "\(label) must be an object with a list named items",
        #"write {"items": [{"role": "Viewer", "permission": 1}]}"#, nil)
      return nil
    }
    for (index, item) in items.enumerated() {
      check(item, "\(label) items[\(index)]") { code, message, remedy in tell(code, message, remedy, nil) }
    }
    refuseTwins(items, label, tell)
    return items
  }

  /// Of two items for one subject servers from 9 on take the last without a word; 8.4 refuses both (reference
  /// grafana-http-api.md section 18).
  static func refuseTwins(_ items: [JSON], _ label: String, _ tell: Telling) {
    var seen: Set<String> = []
    for (index, item) in items.enumerated() {
      let subject =
        item["role"]?.stringValue ?? item["teamId"]?.intValue.map { "team \($0)" }
        ?? item["userId"]?.intValue.map { "user \($0)" }
      guard let subject, !seen.insert(subject).inserted else { continue }
      tell(
        "invalid-value", "\(label) items[\(index)] names \(subject) once more", "keep one of the items", nil)
    }
  }

  private static func check(
    _ item: JSON, _ place: String, _ tell: (_ code: String, _ message: String, _ remedy: String) -> Void
  ) {
    func refuse(_ message: String, _ remedy: String) { tell("invalid-value", message, remedy) }
    guard let object = item.objectValue else {
      return refuse("\(place) must be an object", #"write {"role": "Viewer", "permission": 1}"#)
    }
    for key in object.keys where !known.contains(key) {
      if names.contains(key) {
        refuse(
          "\(place) has \(key): names of users and teams differ from workspace to workspace",
          "write \(key == "team" ? "teamId" : "userId") and a number")
      } else {
        tell(
          "unknown-field",
          "\(place): unknown field \(key)\(NearestName.suggestion(for: key, among: known))",
          "write one of \(known.joined(separator: ", "))")
      }
    }
    // A permission of another number is accepted by every server and removes the entry (reference section 18).
    if ![1, 2, 4].contains(object["permission"]?.intValue ?? 0) {
      refuse(
        "\(place) has no permission of 1, 2 or 4", "write 1 for View, 2 for Edit, 4 for Admin")
    }
    let subjects = ["role", "teamId", "userId"].filter { object[$0] != nil }
    if subjects.count != 1, !object.keys.contains(where: names.contains) {
      refuse(
        "\(place) must name exactly one of role, teamId and userId",
        subjects.isEmpty ? "add who gets the permission" : "write an item for each")
    }
    for subject in ["teamId", "userId"] where object[subject] != nil && (object[subject]?.intValue ?? 0) < 1 {
      refuse(
        "\(place) has a \(subject) that is no number from 1 on", "write the number that Grafana shows"
      )
    }
    if let role = object["role"], !["Viewer", "Editor", "Admin"].contains(role.stringValue ?? "") {
      refuse(
        "\(place) has a role that is not Viewer, Editor or Admin", "write one of the three")
    }
  }

  private static let known = ["role", "teamId", "userId", "permission"]
  /// What servers show beside the numbers, and do not read.
  private static let names = ["team", "userLogin", "userEmail"]
}
