import Agent
import Base
import Documents
import Platform
import Testing

/// The layout `kubernetes`: one manifest for each object, written as a whole or not at all.
@Suite struct WorkloadLayoutTests {
  private func configuration(_ workloads: Workloads, _ secret: String) throws -> [UInt8] {
    try #require(workloads.objects[secret]?["data"]?["agent.yml"]?.stringValue.flatMap(Base64.decode))
  }

  @Test func writesTheValuesOfAllRolesWhateverIsSelected() async throws {
    let workloads = try await Workloads(agent())
    #expect(
      workloads.text("secret-ga-secrets") == """
        apiVersion: v1
        data: {}
        kind: Secret
        metadata:
          labels:
            app.kubernetes.io/managed-by: grafana-agent-operator
            sluice.dev/inventory: ga
          name: ga-secrets
          namespace: mon

        """)
    #expect(workloads.objects.count == 1)
  }

  /// Texts of `length` bytes.
  private func instance(length: Int) async throws -> Workloads {
    let text = agent("  metrics: {instanceSelector: {}, externalLabels: {a: X}}") + plainInstance
    let plain = try configuration(try await Workloads(text), "secret-ga-config").count
    return try await Workloads(
      text.replacing("a: X", with: "a: " + String(repeating: "x", count: length - plain + 1)))
  }

  @Test func packsLongConfigurations() async throws {
    let short = try configuration(try await instance(length: 102_400), "secret-ga-config")
    #expect(short.count == 102_400)
    let long = try configuration(try await instance(length: 102_401), "secret-ga-config")
    #expect(long.prefix(2) == [0x1F, 0x8B])
    #expect(try Gzip.decompress(long, limit: 1 << 20).count == 102_401)
  }

  @Test func showsNoSecret() async throws {
    let workloads = try await Workloads(
      agent() + integration("r", "{name: redis, config: {redis_addr: x}, secrets: [{name: s, key: k}]}"),
      values: ["/secrets/mon/s/k": "hush"])
    let file = try #require(workloads.output.files.first)
    #expect(file.bytes.revealed.contains("_secrets_mon_s_k: aHVzaA=="))
    #expect(file.shown.contains("_secrets_mon_s_k: (secret)"))
    #expect(workloads.output.files[1].shown.contains("agent.yml: (secret)"))
  }

  /// What pods that stay as they are read from the Secret of all values may not go.
  @Test func keepsAllWhenOneRoleIsWrong() async throws {
    let workloads = try await Workloads(
      agent() + plainInstance + integration("r", "{name: rediss, config: {}}"))
    #expect(workloads.output.files.isEmpty)
    #expect(workloads.output.keptRoles == Set(AgentRole.allCases))
    #expect(workloads.output.keeps("mon/ga/statefulset-ga.yaml"))
    let paused = try await Workloads(
      agent("  metrics: {instanceSelector: {}}\n  paused: true") + plainInstance)
    #expect(paused.output.keeps("mon/ga/statefulset-ga.yaml"))
    let good = try await Workloads(agent() + plainInstance)
    #expect(!good.output.keeps("mon/ga/statefulset-ga-shard-1.yaml"))
  }

  @Test func delaysNoOtherAgent() async throws {
    let outputs = try await build(
      [
        "a.yaml": agent().replacing("name: ga", with: "name: a.b") + plainInstance,
        "b.yaml": agent().replacing("name: ga", with: "name: other"),
      ], settings: .kubernetes)
    #expect(outputs.map(\.files.count) == [0, 4])
  }

  @Test func refusesObjectsOfTwoAgents() async throws {
    let outputs = try await build(
      [
        "a.yaml": agent() + plainInstance + plainLogs,
        "b.yaml": agent().replacing("name: ga", with: "name: ga-logs"),
        "c.yaml": agent().replacing("name: ga", with: "name: gb"),
      ], settings: .kubernetes)
    #expect(outputs.map(\.files.count) == [0, 0, 6])
    #expect(outputs[0].keptRoles == Set(AgentRole.allCases))
    #expect(
      outputs.flatMap(\.findings).filter { $0.contains("error") } == [
        "a.yaml:1:1 error Secret mon/ga-logs-config would also be an object of GrafanaAgent mon/ga-logs (b.yaml:1) — give "
          + "one of the GrafanaAgents another name",
        "b.yaml:1:1 error Secret mon/ga-logs-config would also be an object of GrafanaAgent mon/ga (a.yaml:1) — give one "
          + "of the GrafanaAgents another name",
      ])
  }

  @Test func namesTheFilesThatObjectsAreMadeOf() async throws {
    let outputs = try await build(
      ["a.yaml": agent(), "b.yaml": plainInstance, "c.yaml": plainLogs], settings: .kubernetes)
    let files = try #require(outputs.first?.files)
    let sources = files.map { file in
      "\(file.path.dropFirst("mon/ga/".count)) \(file.summary): "
        + Set(file.sources.map(\.origin.file)).sorted().joined(separator: " ")
    }
    #expect(
      sources == [
        "secret-ga-secrets.yaml Secret: a.yaml",
        "secret-ga-config.yaml Secret of metrics: mon/primary: a.yaml b.yaml",
        "service-ga-operated.yaml Service: a.yaml",
        "statefulset-ga.yaml StatefulSet of metrics: mon/primary: a.yaml b.yaml",
        "secret-ga-logs-config.yaml Secret of logs: mon/primary: a.yaml c.yaml",
        "daemonset-ga-logs.yaml DaemonSet of logs: mon/primary: a.yaml c.yaml",
      ])
  }

  // MARK: Fields without pods

  @Test func tellsOnceWhatFilesDoNotHave() async throws {
    let text =
      agent("  metrics: {instanceSelector: {}}\n  image: a\n  volumes: [{name: a, emptyDir: {}}]")
      + plainInstance
      + integration(
        "r",
        "{name: redis, config: {redis_addr: x}, volumes: [{name: v, emptyDir: {}}], volumeMounts: [{name: v, mountPath: /v}]}"
      )
    let reason =
      "is not applied: it concerns the Kubernetes objects around the agent — choose --agent-layout kubernetes "
      + "to have them written"
    #expect(
      try await buildOne(text).findings.filter { $0.contains("not applied") } == [
        "a.yaml:8:3 warning spec.image \(reason)", "a.yaml:9:3 warning spec.volumes \(reason)",
        "a.yaml:21:46 warning spec.volumes \(reason)", "a.yaml:21:82 warning spec.volumeMounts \(reason)",
      ])
    #expect(!(try await Workloads(text).output.findings.contains { $0.contains("not applied") }))
  }

  /// A sidecar fills in what its environment has, and stops at everything else.
  @Test func tellsPlaceholdersThatNoSidecarKnows() async throws {
    let labels = "externalLabels: {a: $(POD_NAME) $(SHARDS), b: $(HOSTNAME), c: $(OWN), d: $(own)}"
    let text = agent("  metrics: {instanceSelector: {}, \(labels)}") + plainInstance
    let reason = "which is not in the environment of config-reloader: it writes no configuration then"
    let found = try await Workloads(text)
    #expect(
      found.output.findings.filter { $0.contains("$(") } == [
        "a.yaml:1:1 error metrics.global.external_labels.d of the configuration of metrics has $(…), \(reason) — write it "
          + "without $( and )",
        "a.yaml:7:12 error metrics.global.external_labels.b has $(HOSTNAME), \(reason) — add it to env of the container "
          + "config-reloader, or write ${HOSTNAME}, which the agent takes from its own",
        "a.yaml:7:12 error metrics.global.external_labels.c has $(OWN), \(reason) — add it to env of the container "
          + "config-reloader, or write ${OWN}, which the agent takes from its own",
      ])
    #expect(found.objects.isEmpty)
    let variables = ["HOSTNAME", "OWN", "own"].map { "{name: \($0), value: x}" }.joined(separator: ", ")
    let known = try await Workloads(
      text.replacing(
        "  metrics:", with: "  containers: [{name: config-reloader, env: [\(variables)]}]\n  metrics:"))
    #expect(known.errors == [])
  }

  /// A password may look like a placeholder by chance.
  @Test func tellsValuesThatTheSidecarWouldTakeForPlaceholders() async throws {
    let credentials = "sigv4: {accessKey: {name: s, key: id}, secretKey: {name: s, key: key}}"
    let workloads = try await Workloads(
      agent() + plainInstance + "    \(credentials)\n",
      values: ["/secrets/mon/s/id": "a$b", "/secrets/mon/s/key": "hush$(hush)"])
    #expect(
      workloads.output.findings.filter { $0.contains("$(") } == [
        "a.yaml:1:1 error the value that is looked up for metrics.configs.0.remote_write.0.sigv4.secret_key of the "
          + "configuration of metrics has a $(…), which is not in the environment of config-reloader: it writes no "
          + "configuration then — write it without $( and )"
      ])
  }

  /// Also those that it knows: nobody means them in a value that is looked up.
  @Test func refusesVariablesOfTheSidecarInValues() async throws {
    let credentials = "sigv4: {accessKey: {name: s, key: id}, secretKey: {name: s, key: key}}"
    let workloads = try await Workloads(
      agent() + plainInstance + "    \(credentials)\n",
      values: ["/secrets/mon/s/id": "a", "/secrets/mon/s/key": "x$(SHARD)y"])
    #expect(
      workloads.output.findings.contains {
        $0.contains("remote_write.0.sigv4.secret_key")
          && $0.contains("would replace by a variable of its own")
      })
  }

  /// Pods of logs have other variables than those of metrics.
  @Test func looksAtThePodsOfEachRole() async throws {
    let logs = plainLogs.replacing("https://l", with: "https://l/$(HOSTNAME)/$(SHARDS)")
    #expect(
      try await Workloads(agent() + plainInstance + logs).errors == [
        "a.yaml:1:1 logs.configs.0.clients.0.url of the configuration of logs has $(…), which is not in the environment "
          + "of config-reloader: it writes no configuration then"
      ])
  }
}
