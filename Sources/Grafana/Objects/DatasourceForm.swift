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

  /// Settings in `jsonData` that are on while nobody writes them: `false` behind Git's back changes what the data source
  /// does. `pplEnabled` is from section 13; `manageAlerts` is recalled from Grafana's source, not seen.
  private static let onWhenAbsent: Set<String> = ["pplEnabled", "manageAlerts"]

  /// Both sides in one spelling, so that what is left differs.
  ///
  /// What the manifest writes must be there as it is written. What it leaves open must not be there, with one exception:
  /// the page of a data source writes settings that are off (`tlsAuth: false` and the like, section 14), and as long as
  /// the manifest is the one that was applied last they came from there and mean nothing.
  /// - Parameter isManifestChanged: the manifest is another than the one applied last, so that what is off may be what it
  ///   has just given up: `pplEnabled: false` of the commit before.
  public static func compared(
    wanted: JSONObject, stored: JSONObject, isManifestChanged: Bool
  ) -> (wanted: DatasourceNormalForm, stored: DatasourceNormalForm) {
    let wanted = toSend(wanted, over: stored)
    var counted = stored
    if !isManifestChanged, let settings = stored["jsonData"] {
      counted["jsonData"] = withoutOff(settings, beside: wanted["jsonData"])
    }
    return (DatasourceNormalForm(wanted), DatasourceNormalForm(counted))
  }

  private static func withoutOff(_ stored: JSON, beside wanted: JSON?) -> JSON {
    guard let object = stored.objectValue else { return stored }
    return .object(
      JSONObject(
        object.members.compactMap { member -> (String, JSON)? in
          let value = withoutOff(member.value, beside: wanted?[member.key])
          let isOpen = wanted?[member.key] == nil && !onWhenAbsent.contains(member.key)
          return isOpen && isOff(value) ? nil : (member.key, value)
        }))
  }

  private static func isOff(_ value: JSON) -> Bool {
    switch value {
    case .null, .bool(false), .string(""): true
    case .object(let object): object.isEmpty
    case .array(let elements): elements.isEmpty
    default: false
    }
  }
}
