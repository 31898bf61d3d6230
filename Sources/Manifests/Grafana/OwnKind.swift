/// Objects of the Kubernetes-style API that a kind of manifest of their own stands for, which knows more of them: their names
/// there are hashes or numbers of the server, their secrets are not shown, or what lies in them goes with them. Two ways to
/// one object would undo each other's work with every cycle.
///
/// A dashboard may be given both ways, since only this API takes those of schema v2; both have one key (`ObjectKey.declared`).
struct OwnKind {
  /// With its article: `a contact point`.
  let what: String
  let manifest: String

  /// Nil where the kind has no other manifest.
  ///
  /// Groups and kinds are those of Grafana 12.4 (reference grafana-http-api.md section 19); those of data sources, alert rules
  /// and library panels are remembered, and a server that does not serve them refuses them anyway.
  static func of(_ kind: String, group: String) -> OwnKind? {
    switch (group, kind) {
    case ("folder.grafana.app", _): OwnKind(what: "a folder", manifest: "GrafanaFolder")
    case ("dashboard.grafana.app", "LibraryPanel"):
      OwnKind(what: "a library panel", manifest: "GrafanaLibraryPanel")
    case ("notifications.alerting.grafana.app", "Receiver"):
      OwnKind(what: "a contact point", manifest: "GrafanaContactPoint")
    case ("notifications.alerting.grafana.app", "RoutingTree"):
      OwnKind(what: "the tree of notification policies", manifest: "GrafanaNotificationPolicy")
    case ("notifications.alerting.grafana.app", "TemplateGroup"):
      OwnKind(what: "a notification template", manifest: "GrafanaNotificationTemplate")
    case ("notifications.alerting.grafana.app", "TimeInterval"):
      OwnKind(what: "a mute timing", manifest: "GrafanaMuteTiming")
    case ("rules.alerting.grafana.app", _):
      OwnKind(what: "an alert rule", manifest: "GrafanaAlertRuleGroup")
    case ("iam.grafana.app", "ServiceAccount"):
      OwnKind(what: "a service account", manifest: "GrafanaServiceAccount")
    case (let group, _)
    where group == "datasource.grafana.app" || group.hasSuffix(".datasource.grafana.app"):
      OwnKind(what: "a data source", manifest: "GrafanaDatasource")
    default: nil
    }
  }
}
