/// Recorded calls whose refusals are not played: almost all are made in no cycle.
///
/// What a `FaultSeat` takes needs no entry, and an entry that covers nothing is an error: its calls are made by now.
struct UncalledRoutes: Sendable {
  let reason: String
  /// `*` stands for any segment.
  let paths: [String]
  /// The same with all that lies below.
  var beginnings: [String] = []

  static let all = [
    UncalledRoutes(
      reason: "`sluice history` and `sluice restore` ask them, and no cycle does",
      paths: [], beginnings: ["/api/dashboards/uid/*/versions", "/api/dashboards/id/*/versions"]),
    UncalledRoutes(
      reason:
        "a `GrafanaManifest` calls every group as it calls that of dashboards, whose refusals and those of folders are "
        + "played; nothing is patched or searched there",
      paths: [],
      beginnings: [
        "/apis/dashboard.grafana.app", "/apis/folder.grafana.app", "/apis/iam.grafana.app",
        "/apis/notifications.alerting.grafana.app", "/apis/playlist.grafana.app",
        "/apis/rules.alerting.grafana.app",
      ]),
    UncalledRoutes(
      reason: "no kind that Sluice knows is written by them", paths: [],
      beginnings: ["/api/alerts"]),
    UncalledRoutes(
      reason: "nothing of the kind is managed from Git",
      paths: [],
      beginnings: [
        "/api/annotations", "/api/auth/keys", "/api/playlists", "/api/query-history", "/api/short-urls",
        "/api/teams", "/api/user/stars", "/api/admin/users",
        "/api/alertmanager/grafana/api/v2/silence", "/api/alertmanager/grafana/api/v2/silences",
      ]),
    UncalledRoutes(
      reason: "settings and facts of the server on which nothing depends",
      paths: ["/api/datasources/*/permissions", "/api/folders/*/parents", "/version"],
      beginnings: [
        "/api/access-control", "/api/admin/provisioning", "/api/admin/settings",
        "/api/plugins", "/api/v1/ngalert", "/openapi",
      ]),
    UncalledRoutes(
      reason: "another call does the same on all versions that Sluice serves",
      paths: [
        "/api/alert-notifications/*", "/api/dashboards/db/*", "/api/dashboards/id/*/permissions",
        "/api/dashboards/id/*/restore",
        "/api/dashboards/ids/*", "/api/dashboards/trim", "/api/dashboards/uid/*/public-config",
        "/api/dashboards/uid/*/restore", "/api/dashboards/uid/*/public-dashboards/*", "/api/datasources/*",
        "/api/datasources/name/*", "/api/datasources/uid/*/correlations/*", "/api/folders/id/*",
        "/api/org/preferences",
        "/api/v1/provisioning/alert-rules", "/api/v1/provisioning/alert-rules/*",
        "/api/v1/provisioning/alert-rules/*/export", "/api/v1/provisioning/contact-points/*",
        "/api/v1/provisioning/folder/*/rule-groups/*/export", "/api/v1/provisioning/mute-timings/*/export",
        "/api/serviceaccounts/*", "/api/v1/provisioning/policies/export",
      ],
      beginnings: [
        "/api/alertmanager/grafana/config", "/api/ruler/grafana/api/v1/rules/*",
        "/api/ruler/grafana/api/v1/export",
      ]),
    UncalledRoutes(
      reason:
        "asked, and every refusal counts as no answer: QuotasEndToEnd and DatasourceHealthEndToEnd play them",
      paths: ["/api/org/quotas"], beginnings: ["/api/datasources/uid/*/health"]),
    UncalledRoutes(
      reason: "they ask for data, and Sluice never does",
      paths: ["/api/dashboards/calculate-diff", "/api/dashboards/validate", "/api/ds/query"],
      beginnings: [
        "/api/datasources/proxy", "/api/datasources/*/health",
        "/api/datasources/uid/*/resources",
      ]),
    UncalledRoutes(
      reason: "a method that nobody uses, a path that is none, or an API before it was released",
      paths: [
        "/api/health", "/api/health/", "//api/health", "/api/dashboards/db", "/apis",
        "/api/rec-no-such-thing",
      ],
      beginnings: ["/api/provisioning"]),
  ]

  /// All patterns, and whether they end at the path.
  static let patterns = all.flatMap { routes in
    routes.paths.map { (pattern: $0, isWhole: true) }
      + routes.beginnings.map { (pattern: $0, isWhole: false) }
  }

  static func covers(_ pattern: String, isWhole: Bool, _ path: String) -> Bool {
    if isWhole { return FaultSeat.covers(pattern, path) }
    let count = pattern.split(separator: "/", omittingEmptySubsequences: false).count
    let start = path.split(separator: "/", omittingEmptySubsequences: false).prefix(count)
    return FaultSeat.covers(pattern, start.joined(separator: "/"))
  }
}
