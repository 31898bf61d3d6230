import Base
import Documents

/// Finds what a dashboard names: data sources by uid (newer models) or by name (older ones), library panels by uid.
enum DashboardUses {
  /// Each object once, with the panel that names it first. Template variables (`$ds`) and Grafana's own data sources
  /// (`grafana`, `-- Mixed --` and the like) are no objects of the workspace.
  /// - Parameter isSecret: a secret may stand anywhere in the model: panels are not named.
  static func all(in model: JSON, isSecret: Bool = false) -> [ObjectUse] {
    var uses: [ObjectUse: String] = [:]
    collect(model, panel: "", into: &uses)
    return uses.map { use, panel in
      ObjectUse(
        use.kind, use.identifier, place: panel.isEmpty || isSecret ? "" : "panel \"\(panel)\"",
        isSecret: isSecret)
    }.sorted()
  }

  private static func collect(_ value: JSON, panel: String, into uses: inout [ObjectUse: String]) {
    switch value {
    case .array(let elements):
      for element in elements { collect(element, panel: panel, into: &uses) }
    case .object(let object):
      let isPanel = object["gridPos"] != nil || object["targets"] != nil
      let title = isPanel ? object["title"]?.stringValue ?? panel : panel
      for member in object.members {
        if member.key == "datasource", let name = datasource(member.value) {
          note(ObjectUse(.datasource, name, place: ""), title, in: &uses)
        } else if member.key == "libraryPanel", let uid = member.value["uid"]?.stringValue, !uid.isEmpty {
          // The stored model of the panel inside it is the server's business.
          let names = [object["title"], member.value["name"]].compactMap { $0?.stringValue }
          note(
            ObjectUse(.libraryPanel, uid, place: ""), names.first { !$0.isEmpty } ?? title, in: &uses)
        } else {
          collect(member.value, panel: title, into: &uses)
        }
      }
    default: break
    }
  }

  private static func note(_ use: ObjectUse, _ panel: String, in uses: inout [ObjectUse: String]) {
    if uses[use, default: ""].isEmpty { uses[use] = panel }
  }

  private static func datasource(_ value: JSON) -> String? {
    guard let name = value.stringValue ?? value["uid"]?.stringValue, !name.isEmpty, !name.contains("$") else {
      return nil
    }
    return name == "grafana" || name == "default" || name.hasPrefix("-- ") ? nil : name
  }
}
