internal import Documents

/// An alert in a panel of a dashboard, of the alerting that came before.
struct DashboardAlert {
  let panelID: Int
  /// The panel's `alert`, each query with its data source and its target filled in.
  let settings: JSONObject

  var name: String { settings.text("name") }
  var message: String { settings.text("message") }
  /// Seconds between two evaluations.
  var frequency: Int { (RuleDuration.parse(settings.text("frequency")).map { $0 / 1000 } ?? 60) }
  /// Nanoseconds for which the condition must hold.
  var pending: Int { (RuleDuration.parse(settings.text("for")).map { $0 / 1000 } ?? 0) * 1_000_000_000 }

  /// A panel names a data source that is not there, or a query that it does not have.
  struct Unreadable: Error {}

  /// The alerts of a dashboard, in the order of its panels.
  static func all(in dashboard: JSONObject, _ workspace: Workspace) throws(Unreadable) -> [DashboardAlert] {
    var result: [DashboardAlert] = []
    for panel in panels(in: dashboard) {
      guard let alert = panel["alert"]?.objectValue, !alert.isEmpty, let id = panel["id"]?.intValue else {
        continue
      }
      result.append(DashboardAlert(panelID: id, settings: try completed(alert, of: panel, workspace)))
    }
    return result
  }

  /// Those in rows that are closed too, and in the rows of old dashboards.
  private static func panels(in object: JSONObject) -> [JSON] {
    let own = object["panels"]?.arrayValue ?? []
    let rows = object["rows"]?.arrayValue ?? []
    return (own + rows).flatMap { panel in [panel] + (panel["panels"]?.arrayValue ?? []) }
  }

  private static func completed(
    _ alert: JSONObject, of panel: JSON, _ workspace: Workspace
  ) throws(Unreadable) -> JSONObject {
    var result = alert
    var conditions: [JSON] = []
    for condition in alert["conditions"]?.arrayValue ?? [] {
      guard var object = condition.objectValue, var query = object["query"]?.objectValue else {
        throw Unreadable()
      }
      let name = query["params"]?[0]?.stringValue
      guard let target = panel["targets"]?.arrayValue?.first(where: { $0["refId"]?.stringValue == name }),
        let source = source(target["datasource"], workspace)
          ?? source(panel["datasource"] ?? .null, workspace)
      else { throw Unreadable() }
      query["datasourceId"] = JSON(source.id)
      query["model"] = target
      object["query"] = .object(query)
      conditions.append(.object(object))
    }
    if !conditions.isEmpty { result["conditions"] = .array(conditions) }
    return result
  }

  /// By name, by uid, or the default one. Nil where a target leaves it to its panel.
  private static func source(_ reference: JSON?, _ workspace: Workspace) -> DataSourceRecord? {
    let sources = workspace.dataSources.values
    switch reference {
    case .null: return sources.first(where: \.isDefault)
    case .string(let name): return sources.first { $0.name == name || $0.uid == name }
    case .object(let object): return sources.first { $0.uid == object.text("uid") }
    default: return nil
    }
  }
}
