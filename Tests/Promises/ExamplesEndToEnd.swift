import Base
import Documents
import Platform
import Reconcile
import Report
import Store
import TestSupport
import Testing

/// What people begin with works from one end to the other: the examples converge, are put back, leave and come back.
@Suite struct ExamplesEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let allowed = "all of them\n\nSluice-Allow-Prune: yes"

  /// - Parameters:
  ///   - folder: of the sample repository.
  ///   - leftOut: files that this version has nothing for.
  private func live(
    _ folder: String, in world: World, network: LoopbackServer, leftOut: [String] = []
  ) async throws {
    var files = try ExampleRepository.files(folder, workspace: world.workspace.url, network: network.url)
    for name in leftOut { #expect(files.removeValue(forKey: name) != nil, "\(name)") }
    let token = world.workspace.makeToken(named: "sluice-examples", role: .admin)
    try world.folder.write(token.revealed, to: "secrets/monitoring/grafana-token/token")
    for name in ExampleRepository.secrets {
      try world.folder.write("value of \(name)", to: "secrets/\(name)")
    }
    try await world.push(files)
    let daemon = try await world.start {
      $0.allowedAddresses = CIDR("127.0.0.0/8").map { [$0] } ?? []
      $0.catalogue = network.url
      $0.evaluators = .patient
      $0.verificationRounds = 1
    }
    let first = await daemon.cycle()
    #expect(first.findings.filter { $0.severity == .error }.map(\.message) == [])
    #expect(first.failureMessages == [])
    #expect(await daemon.cycle().isQuiet)
    let target = TargetName(environment: "prod", name: world.workspace.url)
    let keys = try await daemon.state.store.inventory(of: target).keys.sorted()
    #expect(keys.count == first.counts.created + first.counts.adopted + first.counts.updated)

    // Somebody edits one object after the other.
    let edits = WorkspaceEdits(world: world)
    for key in keys {
      let status = try #require(try edits.edit(key), "\(key)")
      if !(200..<300).contains(status) { Issue.record("\(key): \(status)") }
      let report = await daemon.cycle()
      if report.counts.repaired != 1 { Issue.record("\(key): \(report.counts), \(report.problemMessages)") }
    }
    #expect(await daemon.cycle().isQuiet)

    // Everything leaves Git, and comes back by a revert.
    try await world.push(
      Dictionary(uniqueKeysWithValues: files.keys.filter { $0 != "grafana.yaml" }.map { ($0, nil) }).merging(
        ["grafana.yaml": world.instance]) { first, _ in first }, message: Self.allowed)
    var gone = await daemon.cycle()
    // Servers keep some things until others are gone.
    for _ in 0..<2 where gone.counts.failed > 0 || gone.counts.notDone > 0 { gone = await daemon.cycle() }
    #expect(gone.failureMessages == [])
    #expect(try await daemon.state.store.inventory(of: target).isEmpty)
    try await world.repository.git("revert", "--no-edit", "HEAD")
    try await world.repository.push()
    let returned = await daemon.cycle()
    #expect(returned.failureMessages == [])
    #expect(try await daemon.state.store.inventory(of: target).keys.sorted() == keys)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test func newestServer() async throws {
    try await live("examples", in: try await World(version: "12.4"), network: try ExampleRepository.network())
  }

  /// Without what came later.
  @Test func olderServer() async throws {
    try await live(
      "examples", in: try await World(version: "10.4"), network: try ExampleRepository.network(),
      leftOut: ["GrafanaManifest.yaml", "GrafanaDashboard/publicSharing.yaml"])
  }

  @Test func kindsOfGrafanaOperator4() async throws {
    let network = try ExampleRepository.network()
    try await live("examples-v4", in: try await World(version: "8.4", alerting: .legacy), network: network)
    try await live("examples-v4", in: try await World(version: "10.4"), network: network)
  }
}
