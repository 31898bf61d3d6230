import Base
import Documents
import GrafanaEmulator
import Platform
import Reconcile
import Store
import TestSupport
import Testing

/// A world with the examples of the sample repository, and what they need.
struct ExampleWorld {
  let world: World
  let network: LoopbackServer
  /// Those of the examples that this version has something for.
  let files: [String: String?]

  static let allowed = "all of them\n\nSluice-Allow-Prune: yes"

  /// - Parameters:
  ///   - folder: of the sample repository.
  ///   - leftOut: files that this version has nothing for.
  ///   - isFlat: this version has no folders inside folders.
  init(
    _ folder: String, version: String, alerting: AlertingSystem = .unified, leftOut: [String] = [],
    isFlat: Bool = false
  ) async throws {
    world = try await World(version: version, alerting: alerting)
    network = try ExampleRepository.network()
    var files = try ExampleRepository.files(folder, workspace: world.workspace.url, network: network.url)
    for name in leftOut { #expect(files.removeValue(forKey: name) != nil, "\(name)") }
    self.files =
      isFlat ? files.mapValues { $0?.replacing(/\ \ parentFolder(Ref|UID): .*\n/, with: "") } : files
    let token = world.workspace.makeToken(named: "sluice-examples", role: .admin)
    try world.folder.write(token.revealed, to: "secrets/monitoring/grafana-token/token")
    for name in ExampleRepository.secrets {
      try world.folder.write("value of \(name)", to: "secrets/\(name)")
    }
  }

  func start() async throws -> Daemon {
    try await world.start {
      $0.allowedAddresses = CIDR("127.0.0.0/8").map { [$0] } ?? []
      $0.catalogue = network.url
      $0.evaluators = .patient
      $0.verificationRounds = 1
    }
  }

  var target: TargetName { TargetName(environment: "prod", name: world.workspace.url) }

  func owned(_ daemon: Daemon) async throws -> [ObjectKey] {
    try await daemon.state.store.inventory(of: target).keys.sorted()
  }

  /// Takes everything out of Git but the workspace.
  func removeAll() async throws {
    try await world.push(
      Dictionary(uniqueKeysWithValues: files.keys.filter { $0 != "grafana.yaml" }.map { ($0, nil) }).merging(
        ["grafana.yaml": world.instance]) { first, _ in first }, message: Self.allowed)
  }

  /// What is in the workspace, by what it is asked for: names, and what tells a second one of the same name from the first.
  func contents() throws -> [String: [String]] {
    var contents: [String: [String]] = [:]
    func take(_ path: String, in list: [String] = [], _ members: [String]) throws {
      guard world.status(path) == 200 else { return }
      let answer = try world.get(path)
      let rows = list.reduce(answer) { $0[$1] ?? .null }.arrayValue ?? []
      contents[path] = rows.map { row in
        members.map { row[$0].map { JSONWriter.string($0) } ?? "-" }.joined(separator: " ")
      }.sorted()
    }
    try take("/api/search?limit=5000", ["uid", "title", "folderUid"])
    try take("/api/datasources", ["uid", "name", "url"])
    try take("/api/datasources/correlations", ["uid", "label", "config"])
    try take("/api/datasources/correlations?limit=1000", in: ["correlations"], ["uid", "label", "config"])
    try take("/api/library-elements?perPage=100", in: ["result", "elements"], ["uid", "name", "version"])
    try take("/api/v1/provisioning/contact-points", ["uid", "name", "type"])
    try take("/api/v1/provisioning/alert-rules", ["uid", "title", "ruleGroup"])
    try take("/api/v1/provisioning/mute-timings", ["name", "time_intervals"])
    try take("/api/v1/provisioning/templates", ["name", "template"])
    try take("/api/alert-notifications", ["uid", "name", "type"])
    try take(
      "/api/dashboards/public-dashboards", in: ["publicDashboards"], ["uid", "dashboardUid", "accessToken"])
    try take(
      "/api/serviceaccounts/search?perpage=100", in: ["serviceAccounts"], ["id", "name", "role", "tokens"])
    for path in ["/api/v1/provisioning/policies", "/api/org/preferences"] where world.status(path) == 200 {
      contents[path] = [JSONWriter.string(try world.get(path))]
    }
    return contents
  }
}
