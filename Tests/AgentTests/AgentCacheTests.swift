import Agent
import Base
import Testing

/// What is rendered again when something changed.
@Suite struct AgentCacheTests {
  /// Two GrafanaAgents, each with an instance and a monitor of its own namespace, and a Secret that the first needs.
  private static let files: [String: String] = {
    var files: [String: String] = [:]
    for space in ["one", "two"] {
      files["\(space).yaml"] =
        plainAgent.replacing("namespace: mon", with: "namespace: \(space)")
        + plainInstance.replacing("namespace: mon", with: "namespace: \(space)")
        + "  podMonitorSelector: {}\n"
      files["\(space)-monitor.yaml"] = """
        apiVersion: monitoring.coreos.com/v1
        kind: PodMonitor
        metadata: {name: shop, namespace: \(space)}
        spec:
          selector: {}
          podMetricsEndpoints:
          - {port: web, bearerTokenSecret: {name: s, key: t}}

        """
    }
    return files
  }()

  private static let values = ["/secrets/one/s/t": "a", "/secrets/two/s/t": "b"]

  /// The numbers of the renderings of both.
  private static func numbers(
    _ files: [String: String], _ values: [String: String], _ cache: inout AgentCache
  ) async throws -> [Int] {
    try await outputs(files, values, &cache).map(\.number)
  }

  private static func outputs(
    _ files: [String: String], _ values: [String: String], _ cache: inout AgentCache
  ) async throws -> [AgentOutput] {
    let input = try await input(files)
    let built = await AgentBuilder(settings: .test).build(input, cache) { reference in
      values[reference.storeKey].map { .found(SecretValue($0)) } ?? .missing("none", remedy: "add it")
    }
    cache = built.cache
    return built.outputs
  }

  @Test func rendersOnlyWhatChanged() async throws {
    var cache = AgentCache()
    #expect(try await Self.numbers(Self.files, Self.values, &cache) == [1, 2])
    #expect(try await Self.numbers(Self.files, Self.values, &cache) == [1, 2])
    var changed = Self.files
    changed["two-monitor.yaml"] = Self.files["two-monitor.yaml"]?.replacing("port: web", with: "port: api")
    let outputs = try await Self.outputs(changed, Self.values, &cache)
    #expect(outputs.map(\.number) == [1, 3])
    #expect(try #require(outputs[1].text("two/ga/metrics/agent.yml")).contains("regex: api"))
    #expect(outputs[0].text("two/ga/metrics/agent.yml") == nil)
  }

  @Test func rendersWhatHasAnotherValue() async throws {
    var cache = AgentCache()
    #expect(try await Self.numbers(Self.files, Self.values, &cache) == [1, 2])
    var values = Self.values
    values["/secrets/one/s/t"] = "c"
    let outputs = try await Self.outputs(Self.files, values, &cache)
    #expect(outputs.map(\.number) == [3, 2])
    #expect(try #require(outputs[0].text("one/ga/metrics/agent.yml")).contains("bearer_token: c"))
  }

  @Test func rendersWhatSelectsMore() async throws {
    var cache = AgentCache()
    #expect(try await Self.numbers(Self.files, Self.values, &cache) == [1, 2])
    var files = Self.files
    files["third.yaml"] = integration("node", "{name: node_exporter, config: {}}")
      .replacing("namespace: mon", with: "namespace: two")
    #expect(try await Self.numbers(files, Self.values, &cache) == [1, 3])
  }

  @Test func keepsWhatHasErrorsUntilSomethingChanges() async throws {
    var cache = AgentCache()
    let values = ["/secrets/one/s/t": "a"]
    #expect(try await Self.numbers(Self.files, values, &cache) == [1, 2])
    let again = try await Self.outputs(Self.files, values, &cache)
    #expect(again.map(\.number) == [1, 2])
    #expect(again[1].keptRoles == [.metrics] && again[1].diagnostics.contains { $0.code == "missing-value" })
    let outputs = try await Self.outputs(Self.files, Self.values, &cache)
    #expect(outputs.map(\.number) == [1, 3] && outputs[1].keptRoles.isEmpty)
  }

  /// Such an error names the GrafanaAgents that an instance belongs to, or says that it is nowhere.
  @Test func rendersWhatNamesInstancesOfOthersEachTime() async throws {
    var cache = AgentCache()
    var files = Self.files
    files["redis.yaml"] = integration(
      "redis",
      "{name: redis, type: {unique: false}, config: {redis_addr: 'h:1', autoscrape: {enable: true, metrics_instance: one/primary}}}"
    ).replacing("namespace: mon", with: "namespace: two")
    func message() async throws -> String? {
      try await Self.outputs(files, Self.values, &cache).last?.diagnostics
        .first { $0.code == "missing-instance" }?.message
    }
    let before = try #require(try await message())
    #expect(before.contains("it belongs to GrafanaAgent one/ga"), "\(before)")
    files["one.yaml"] = files["one.yaml"]?.replacing("instanceSelector: {}", with: "instanceSelector: null")
    let after = try #require(try await message())
    #expect(after.contains("no GrafanaAgent selects it"), "\(after)")
  }

  /// The number tells whether the files are the same: what is taken away by objects of others has none.
  @Test func outputsThatCollideAreNotTakenForThoseWithFiles() async throws {
    var cache = AgentCache()
    func agent(_ name: String) -> String { plainAgent.replacing("name: ga", with: "name: \(name)") }
    let files = [
      "a.yaml": agent("a").replacing("integrations:", with: "logs: {instanceSelector: {}}\n  integrations:")
        + plainInstance + logsInstance, "b.yaml": agent("a-logs"),
    ]
    let builder = AgentBuilder(settings: AgentSettings(outputDirectory: "/srv", layout: .kubernetes))
    func outputs(_ files: [String: String]) async throws -> [AgentOutput] {
      let input = try await input(files)
      let built = await builder.build(input, cache) { _ in .missing("none", remedy: "add it") }
      cache = built.cache
      return built.outputs
    }
    let colliding = try await outputs(files)
    #expect(colliding.count == 2 && colliding.allSatisfy { $0.files.isEmpty && $0.number == 0 })
    var alone = files
    alone["b.yaml"] = nil
    let output = try #require(try await outputs(alone).first)
    #expect(!output.files.isEmpty && output.number != 0)
  }

  /// Jobs that are the same for several agents are made once; files that they name lie in a folder of each agent.
  @Test func sharesJobsButNoFiles() async throws {
    let files = [
      "agents.yaml":
        plainAgent + "---\n" + plainAgent.replacing("name: ga", with: "name: second") + plainInstance
        + "  probeSelector: {}\n",
      "probe.yaml": """
      apiVersion: monitoring.coreos.com/v1
      kind: Probe
      metadata: {name: p, namespace: mon}
      spec:
        prober: {url: "blackbox:9115"}
        targets: {staticConfig: {static: [a]}}
        tlsConfig: {ca: {secret: {name: s, key: ca}}}
      """,
    ]
    let outputs = try await build(files, values: ["/secrets/mon/s/ca": "PEM"])
    for name in ["ga", "second"] {
      let output = try #require(outputs.first { $0.directory == "mon/\(name)" })
      #expect(output.keptRoles.isEmpty)
      let text = try #require(output.text("mon/\(name)/metrics/agent.yml"))
      #expect(text.contains("ca_file: /srv/agents/mon/\(name)/secrets/_secrets_mon_s_ca"))
      #expect(output.text("mon/\(name)/secrets/_secrets_mon_s_ca") == "PEM")
    }
  }
}
