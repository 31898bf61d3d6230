import Base

/// Kind `GrafanaNotificationPolicy`: the one tree of notification policies that a workspace has (reference
/// grafana-operator.md section 2.7).
public struct GrafanaNotificationPolicy: ManifestSpec {
  public static let kind = "GrafanaNotificationPolicy"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]

  public let common: GrafanaCommonSpec
  /// Whether people may edit the tree in the workspace.
  public let isEditable: Bool
  public let route: NotificationRoute

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    guard
      let spec = document.requiredObject(
        "spec", remedy: "write spec with instanceSelector and route", { Fields($0) }),
      let common = spec.common, let route = spec.route
    else { return nil }
    self.common = common
    isEditable = spec.isEditable
    self.route = route
  }
}

private struct Fields {
  var common: GrafanaCommonSpec?
  var isEditable: Bool
  var route: NotificationRoute?

  init(_ spec: FieldReader) {
    common = GrafanaCommonSpec(spec)
    isEditable = spec.bool("editable") ?? true
    route = spec.requiredObject("route", remedy: "write route with the receiver that takes every other alert")
    {
      NotificationRoute($0, isRoot: true)
    }
  }
}
