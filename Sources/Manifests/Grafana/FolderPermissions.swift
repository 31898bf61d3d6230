import Base
import Documents

/// The `permissions` of a folder: a text with the JSON that Grafana's permission route takes.
enum FolderPermissions {
  /// The items; empty for `{}`, which strips all but Admin. Nil after telling what is wrong.
  static func read(_ text: ManifestText, _ fields: FieldReader) -> [JSON]? {
    let content = text.text ?? ""
    if content.allSatisfy(\.isWhitespace) { return nil }
    let value: JSON
    do {
      value = try JSONParser.parse(content)
    } catch {
      fields.document.tell(
        .error, code: "invalid-json", at: text.location(error.position).position,
        "spec.permissions is not JSON: \(error.problem)",
        remedy: "mend the JSON, or write '{}' to allow only Admin")
      return nil
    }
    guard let object = value.objectValue, object.keys.allSatisfy({ $0 == "items" }),
      let items = (object["items"] ?? .array([])).arrayValue
    else {
      fields.error(
        "invalid-value", at: "permissions", "spec.permissions must be an object with a list named items",
        remedy: #"write {"items": [{"role": "Viewer", "permission": 1}]}"#)
      return nil
    }
    for (index, item) in items.enumerated() { check(item, index, fields) }
    refuseTwins(items, fields)
    return items
  }

  /// Of two items for one subject servers from 9 on take the last without a word; 8.4 refuses both (reference
  /// grafana-http-api.md section 18).
  private static func refuseTwins(_ items: [JSON], _ fields: FieldReader) {
    var seen: Set<String> = []
    for (index, item) in items.enumerated() {
      let subject =
        item["role"]?.stringValue ?? item["teamId"]?.intValue.map { "team \($0)" }
        ?? item["userId"]?.intValue.map { "user \($0)" }
      guard let subject, !seen.insert(subject).inserted else { continue }
      refuse(
        "spec.permissions items[\(index)] names \(subject) once more", fields, "keep one of the items")
    }
  }

  private static func check(_ item: JSON, _ index: Int, _ fields: FieldReader) {
    let place = "spec.permissions items[\(index)]"
    guard let object = item.objectValue else {
      return refuse("\(place) must be an object", fields, #"write {"role": "Viewer", "permission": 1}"#)
    }
    for key in object.keys where !known.contains(key) {
      if names.contains(key) {
        refuse(
          "\(place) has \(key): names of users and teams differ from workspace to workspace", fields,
          "write \(key == "team" ? "teamId" : "userId") and a number")
      } else {
        fields.error(
          "unknown-field", at: "permissions",
          "\(place): unknown field \(key)\(NearestName.suggestion(for: key, among: known))",
          remedy: "write one of \(known.joined(separator: ", "))")
      }
    }
    // A permission of another number is accepted by every server and removes the entry (reference section 18).
    if ![1, 2, 4].contains(object["permission"]?.intValue ?? 0) {
      refuse(
        "\(place) has no permission of 1, 2 or 4", fields, "write 1 for View, 2 for Edit, 4 for Admin")
    }
    let subjects = ["role", "teamId", "userId"].filter { object[$0] != nil }
    if subjects.count != 1, !object.keys.contains(where: names.contains) {
      refuse(
        "\(place) must name exactly one of role, teamId and userId", fields,
        subjects.isEmpty ? "add who gets the permission" : "write an item for each")
    }
    for subject in ["teamId", "userId"] where object[subject] != nil && (object[subject]?.intValue ?? 0) < 1 {
      refuse(
        "\(place) has a \(subject) that is no number from 1 on", fields, "write the number that Grafana shows"
      )
    }
    if let role = object["role"], !["Viewer", "Editor", "Admin"].contains(role.stringValue ?? "") {
      refuse(
        "\(place) has a role that is not Viewer, Editor or Admin", fields, "write one of the three")
    }
  }

  private static let known = ["role", "teamId", "userId", "permission"]
  /// What servers show beside the numbers, and do not read.
  private static let names = ["team", "userLogin", "userEmail"]

  private static func refuse(_ message: String, _ fields: FieldReader, _ remedy: String) {
    fields.error("invalid-value", at: "permissions", message, remedy: remedy)
  }
}
