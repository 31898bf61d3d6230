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

  /// What an error says may depend on agents that are not part of its own.
  @Test func rendersWhatHasErrorsEachTime() async throws {
    var cache = AgentCache()
    let values = ["/secrets/one/s/t": "a"]
    #expect(try await Self.numbers(Self.files, values, &cache) == [1, 2])
    #expect(try await Self.numbers(Self.files, values, &cache) == [1, 3])
    #expect(try await Self.numbers(Self.files, Self.values, &cache) == [1, 4])
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
