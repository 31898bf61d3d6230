import Documents

/// The content of a library panel in the form that is compared: the model of its panel with its name in it, as manifests of
/// grafana-operator write it (reference grafana-operator.md section 2.11).
public enum LibraryPanelModel {
  /// What belongs to the place of a panel, to the element around it, or to the server (reference grafana-http-api.md
  /// section 14), and what only the page that imports a dashboard reads.
  private static let bookkeeping: Set<String> = [
    "id", "uid", "name", "kind", "version", "gridPos", "libraryPanel", "__inputs", "__requires", "__elements",
  ]

  /// - Parameters:
  ///   - type: where the model has none of its own.
  ///   - description: the same. Servers put the one that they have into a model without one (section 8.1), so that leaving it
  ///     out would not remove it.
  public static func content(
    name: String, model: JSONObject, type: String = "", description: String = ""
  ) -> JSONObject {
    var content = model.filter { !bookkeeping.contains($0) }
    content["name"] = .string(name)
    if (content["type"] ?? .null).isNull { content["type"] = .string(type) }
    if (content["description"] ?? .null).isNull { content["description"] = .string(description) }
    return content
  }

  /// The panel's model as it is sent, beside its name.
  public static func model(of content: JSONObject) -> JSONObject { content.filter { $0 != "name" } }
}
