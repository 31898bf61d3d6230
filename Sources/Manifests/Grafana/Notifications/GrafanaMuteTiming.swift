import Base

/// Kind `GrafanaMuteTiming` (reference grafana-operator.md section 2.8).
public struct GrafanaMuteTiming: ManifestSpec {
  public static let kind = "GrafanaMuteTiming"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]

  public let common: GrafanaCommonSpec
  /// Policies and rules name it by this.
  public let name: String
  /// Whether people may edit it in the workspace.
  public let isEditable: Bool
  public let intervals: [MuteInterval]

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    guard
      let spec = document.requiredObject(
        "spec", remedy: "write spec with instanceSelector, name and time_intervals", { Fields($0) }),
      let common = spec.common, let name = spec.name, !spec.intervals.isEmpty
    else { return nil }
    self.common = common
    self.name = name
    isEditable = spec.isEditable
    intervals = spec.intervals
  }
}

private struct Fields {
  var common: GrafanaCommonSpec?
  var name: String?
  var isEditable: Bool
  var intervals: [MuteInterval]

  init(_ spec: FieldReader) {
    common = GrafanaCommonSpec(spec)
    name = spec.requiredString("name", remedy: "write the name by which policies name it")
    isEditable = spec.bool("editable") ?? true
    if !spec.has("time_intervals") {
      spec.missing("time_intervals", remedy: "write at least one interval, or remove the manifest")
    } else if spec.elements("time_intervals")?.isEmpty == true {
      // Servers store it, and it mutes nothing (reference grafana-http-api.md section 18).
      spec.error(
        "invalid-value", at: "time_intervals", "spec.time_intervals is empty and would mute nothing",
        remedy: "write at least one interval, or remove the manifest")
    }
    intervals = spec.objects("time_intervals") { MuteInterval($0) } ?? []
  }
}
