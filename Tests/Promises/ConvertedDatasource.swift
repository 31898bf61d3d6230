import Documents
import Report
import Testing

/// Amazon's migration gives a Prometheus data source that signs with SigV4 a type of its own, and the dashboards with it
/// (reference grafana-http-api.md section 13.1). It is told, kept, and no drift.
@Suite struct ConvertedDatasource {
  private static let text =
    "type stays grafana-amazonprometheus-datasource, which the workspace has converted it to"

  private func datasource(url: String = "http://prometheus.example.org:9090") -> String {
    Manifest.datasource(
      "amp",
      extra: """
        jsonData: {sigV4Auth: true, sigV4AuthType: default, sigV4Region: eu-west-1}
        """
    ).replacingOccurrences(of: "http://prometheus.example.org:9090", with: url)
  }

  private func convert(_ world: World) throws {
    let model = try world.get("/api/datasources/uid/amp").merging(patch: [
      "type": "grafana-amazonprometheus-datasource", "jsonData": ["prometheus-type-migration": true],
    ])
    #expect(world.act("PUT", "/api/datasources/uid/amp", model) == 200)
  }

  @Test func isKeptAndTold() async throws {
    let world = try await World()
    try await world.push(["amp.yaml": datasource()])
    let daemon = try await world.start { $0.verificationRounds = 1 }
    _ = await daemon.cycle()
    try convert(world)
    let report = await daemon.cycle()
    #expect(report.cost.writes == 0)
    #expect(report.counts.repaired == 0)
    #expect(CycleText.render(report, now: report.started).contains(Self.text))
    #expect(world.log.lines.contains { $0.contains(Self.text) })
    #expect(await daemon.cycle().isQuiet)
    #expect(try world.get("/api/datasources/uid/amp")["type"] == "grafana-amazonprometheus-datasource")

    // A change in Git is written, and the type stays all the same.
    try await world.push(["amp.yaml": datasource(url: "http://other.example.org:9090")])
    let plan = try await daemon.reconciler.plan()
    #expect(PlanText.render(plan, details: .full, now: plan.started).contains(Self.text))
    #expect(await daemon.cycle().counts.updated == 1)
    let stored = try world.get("/api/datasources/uid/amp")
    #expect(stored["url"] == "http://other.example.org:9090")
    #expect(stored["type"] == "grafana-amazonprometheus-datasource")
    #expect(stored["jsonData"]?["prometheus-type-migration"] == true)
    await daemon.stop()
  }
}
