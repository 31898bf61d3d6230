import Documents

/// A data source that a dashboard names, by uid (newer models) or by name (older ones).
public struct DatasourceUse: Hashable, Comparable, Sendable {
  public let identifier: String
  /// Title of the first panel that uses it; empty where it is no panel.
  public let panel: String

  public static func < (left: DatasourceUse, right: DatasourceUse) -> Bool {
    left.identifier < right.identifier
  }

  /// All data sources of a model, each once, in order. Template variables (`$ds`) and Grafana's own (`grafana`,
  /// `-- Mixed --` and the like) are no data sources of the workspace.
  static func all(in model: JSON) -> [DatasourceUse] {
    var uses: [String: String] = [:]
    collect(model, panel: "", into: &uses)
    return uses.map { DatasourceUse(identifier: $0.key, panel: $0.value) }.sorted()
  }

  private static func collect(_ value: JSON, panel: String, into uses: inout [String: String]) {
    switch value {
    case .array(let elements):
      for element in elements { collect(element, panel: panel, into: &uses) }
    case .object(let object):
      let isPanel = object["gridPos"] != nil || object["targets"] != nil
      let title = isPanel ? object["title"]?.stringValue ?? panel : panel
      for member in object.members {
        if member.key == "datasource", let name = identifier(member.value) {
          if uses[name, default: ""].isEmpty { uses[name] = title }
        } else {
          collect(member.value, panel: title, into: &uses)
        }
      }
    default: break
    }
  }

  private static func identifier(_ value: JSON) -> String? {
    guard let name = value.stringValue ?? value["uid"]?.stringValue, !name.isEmpty, !name.contains("$") else {
      return nil
    }
    return name == "grafana" || name == "default" || name.hasPrefix("-- ") ? nil : name
  }
}
