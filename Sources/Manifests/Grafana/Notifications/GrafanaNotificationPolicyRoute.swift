/// Kind `GrafanaNotificationPolicyRoute`: a part of a tree of notification policies, which is selected by its labels and is
/// no object of a workspace by itself.
public struct GrafanaNotificationPolicyRoute: ManifestSpec {
  public static let kind = "GrafanaNotificationPolicyRoute"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]

  public let route: NotificationRoute

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    guard
      let route = document.requiredObject(
        "spec", remedy: "write spec with receiver and object_matchers",
        { NotificationRoute($0, isRoot: false) })
    else { return nil }
    self.route = route
  }
}
