internal import HTTPServer

/// What a route does. It runs alone: the workspace is locked around it.
typealias Endpoint = @Sendable (Call, inout Workspace) throws(Refusal) -> Answer

/// The routes of one version.
struct RouteTable: Sendable {
  let lens: Lens
  private var router = Router<Route>()

  /// All families, one file each in Endpoints/ and Kubernetes/.
  init(_ lens: Lens) {
    self.lens = lens
    ServerEndpoints.register(in: &self)
    AccessControlEndpoints.register(in: &self)
    UserEndpoints.register(in: &self)
    ServiceAccountEndpoints.register(in: &self)
    APIKeyEndpoints.register(in: &self)
    SearchEndpoints.register(in: &self)
    FolderEndpoints.register(in: &self)
    DashboardEndpoints.register(in: &self)
    DashboardVersionEndpoints.register(in: &self)
    PermissionEndpoints.register(in: &self)
    ExtrasEndpoints.register(in: &self)
    DataSourceEndpoints.register(in: &self)
    DataSourceProxyEndpoints.register(in: &self)
    NotificationEndpoints.register(in: &self)
    RuleRoutes.register(in: &self)
    if lens.hasKubernetesAPI {
      DiscoveryEndpoints.register(in: &self)
      KubernetesEndpoints.register(in: &self)
    }
  }

  /// What is there only while unified alerting runs [8.4.11-legacy; the last three are Grafana's tests of rules].
  private static let unifiedAlerting = [
    "/api/ruler/", "/api/v1/provisioning/", "/api/alertmanager/", "/api/prometheus/", "/api/v1/ngalert",
    "/api/v1/rule/", "/api/v1/rules/", "/api/v1/eval",
  ]

  mutating func add(_ method: String, _ pattern: String, _ access: Access, _ endpoint: @escaping Endpoint) {
    if lens.alerting == .legacy, Self.unifiedAlerting.contains(where: pattern.hasPrefix) { return }
    router.add(method, pattern, Route(access: access, endpoint: endpoint))
  }

  /// Nil where this version has no such route; another method of a known path counts as none, as in Grafana.
  func route(_ request: ServerRequest) -> (Route, PathParameters)? {
    let method = request.method == "HEAD" ? "GET" : request.method
    guard case .found(let route, let parameters) = router.match(method, request.segments) else { return nil }
    return (route, parameters)
  }
}
