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
        "spec.permissions is not JSON: \(error.problem)", remedy: nil)
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
    return items
  }

  private static func check(_ item: JSON, _ index: Int, _ fields: FieldReader) {
    let place = "spec.permissions items[\(index)]"
    guard let object = item.objectValue else {
      return fields.error("invalid-value", at: "permissions", "\(place) must be an object")
    }
    let known = ["role", "teamId", "userId", "userLogin", "team", "permission"]
    for key in object.keys where !known.contains(key) {
      fields.error(
        "unknown-field", at: "permissions",
        "\(place): unknown field \(key)\(NearestName.suggestion(for: key, among: known))")
    }
    // A permission of another number is accepted by every server and removes the entry (reference section 18).
    if ![1, 2, 4].contains(object["permission"]?.intValue ?? 0) {
      fields.error(
        "invalid-value", at: "permissions", "\(place) has no permission of 1, 2 or 4",
        remedy: "write 1 for View, 2 for Edit, 4 for Admin")
    }
    let subjects = ["role", "teamId", "userId"].filter { object[$0] != nil }
    if subjects.count != 1 {
      fields.error(
        "invalid-value", at: "permissions", "\(place) must name exactly one of role, teamId and userId",
        remedy: "names of users and teams differ from workspace to workspace; write their numbers")
    }
    for subject in ["teamId", "userId"] where object[subject] != nil && (object[subject]?.intValue ?? 0) < 1 {
      fields.error(
        "invalid-value", at: "permissions", "\(place) has a \(subject) that is no number from 1 on")
    }
    if let role = object["role"], !["Viewer", "Editor", "Admin"].contains(role.stringValue ?? "") {
      fields.error(
        "invalid-value", at: "permissions", "\(place) has a role that is not Viewer, Editor or Admin")
    }
  }
}
