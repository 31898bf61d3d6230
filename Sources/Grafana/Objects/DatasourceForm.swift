import Documents
import Render

/// A data source in the form that is compared.
public enum DatasourceForm {
  /// Grafana's own Prometheus plugin.
  public static let prometheusType = "prometheus"
  /// Amazon's, into which workspaces from 12 on convert data sources of the former with SigV4 (reference section 13.1).
  public static let amazonPrometheusType = "grafana-amazonprometheus-datasource"
  /// What the conversion leaves in `jsonData`; recalled, not seen, so its absence means nothing.
  private static let conversionMark = "prometheus-type-migration"

  /// Whether the workspace has converted the wanted Prometheus data source to Amazon's type.
  public static func isConverted(wanted: JSONObject, stored: JSONObject) -> Bool {
    wanted["type"]?.stringValue == prometheusType && wanted["jsonData"]?["sigV4Auth"]?.boolValue == true
      && stored["type"]?.stringValue == amazonPrometheusType
  }

  /// The wanted model as it has to be sent to a server that holds `stored`: a converted type is kept, and a default
  /// that the manifest leaves open stays as it is (12.4 makes the first data source the default unasked).
  public static func toSend(_ wanted: JSONObject, over stored: JSONObject?) -> JSONObject {
    guard let stored else { return wanted }
    var model = wanted
    if isConverted(wanted: wanted, stored: stored) {
      model["type"] = .string(amazonPrometheusType)
      if let mark = stored["jsonData"]?[conversionMark], var settings = model["jsonData"]?.objectValue {
        settings[conversionMark] = mark
        model["jsonData"] = .object(settings)
      }
    }
    if wanted["isDefault"] == nil { model["isDefault"] = stored["isDefault"] }
    return model
  }

  /// Both sides in one spelling, so that what is left differs.
  public static func compared(
    wanted: JSONObject, stored: JSONObject
  ) -> (wanted: DatasourceNormalForm, stored: DatasourceNormalForm) {
    (DatasourceNormalForm(toSend(wanted, over: stored)), DatasourceNormalForm(stored))
  }
}
