import Agent
import Base
import Testing

/// How integrations are divided among processes, and what is refused before the agent sees it.
@Suite struct IntegrationTests {
  @Test func dividesByNodeAndListsByName() async throws {
    let output = try await buildOne(
      plainAgent + plainInstance
        + integration("a", "{name: mysql, config: {data_source_name: 'root@(a:3306)/'}}")
        + integration("b", "{name: mysql, config: {data_source_name: 'root@(b:3306)/', instance: b}}")
        + integration(
          "node",
          "{name: node_exporter, type: {allNodes: true, unique: true}, config: {rootfs_path: /host, sysfs_path: null}}"
        ))
    #expect(output.findings.isEmpty)
    #expect(
      output.files.map { "\($0.path) \($0.summary)" } == [
        "mon/ga/metrics/agent.yml mon/primary", "mon/ga/integrations-deploy/agent.yml mysql (2)",
        "mon/ga/integrations-ds/agent.yml node_exporter",
      ])
    #expect(
      try #require(output.text("mon/ga/integrations-deploy/agent.yml")).contains(
        """
          mysql_configs:
          - data_source_name: root@(a:3306)/
          - data_source_name: root@(b:3306)/
            instance: b

        """))
    #expect(
      try #require(output.text("mon/ga/integrations-ds/agent.yml")).contains(
        "  node_exporter_configs:\n  - rootfs_path: /host\nlogs:"))
    #expect(
      output.files[2].sources.map(\.reference.description) == [
        "GrafanaAgent mon/ga", "MetricsInstance mon/primary", "Integration mon/node",
      ])
  }

  /// Spec of one Integration, and what is told of it.
  private static let single: [(String, [String])] = [
    (
      "{name: mysq, config: {}}",
      ["20:8 error the agent has no integration mysq, did you mean mysql? — "]
    ),
    (
      "{name: redis_exportr, config: {}}",
      ["20:8 error the agent has no integration redis_exportr, did you mean redis? — "]
    ),
    ("{name: haproxy, config: {}}", ["20:8 error the agent has no integration haproxy — "]),
    (
      "{name: redis, config: {redis_adr: 'a:1', redis_addr: 'a:1'}}",
      [
        "20:30 error spec.config: unknown key redis_adr of redis, did you mean redis_addr?: the agent refuses it — "
          + "write a key of version 0.44, or remove it"
      ]
    ),
    (
      "{name: redis, config: {redis_addr: x, redis_password:hunter2}}",
      [
        "20:45 error spec.config: unknown key redis_password of redis: the agent refuses it — write a blank behind the "
          + "colon"
      ]
    ),
    (
      "{name: mysql, config: {}}",
      [
        "20:21 warning spec.config.data_source_name is missing: mysql takes it from the agent's environment, from "
          + "MYSQLD_EXPORTER_DATA_SOURCE_NAME — write data_source_name, or see that every such agent has "
          + "MYSQLD_EXPORTER_DATA_SOURCE_NAME"
      ]
    ),
    (
      "{name: postgres_exporter, config: {}}",
      [
        "20:8 warning spec.name postgres_exporter is the exporter's name, which the agent refuses; it is written as "
          + "postgres — write name: postgres",
        "20:33 warning spec.config.data_source_names is missing: postgres takes it from the agent's environment, from "
          + "POSTGRES_EXPORTER_DATA_SOURCE_NAME — write data_source_names, or see that every such agent has "
          + "POSTGRES_EXPORTER_DATA_SOURCE_NAME",
      ]
    ),
    (
      "{name: oracledb, config: {}}",
      [
        "20:24 warning spec.config.connection_string is missing: oracledb takes it from the agent's environment, from "
          + "DATA_SOURCE_NAME — write connection_string, or see that every such agent has DATA_SOURCE_NAME"
      ]
    ),
    (
      "{name: redis, config: {}}",
      ["20:21 error spec.config.redis_addr is missing: redis does not work without it — write redis_addr"]
    ),
    (
      "{name: blackbox, type: {unique: true}, config: {}}",
      [
        "20:46 warning spec.config.blackbox_targets is missing: blackbox starts and collects nothing — write "
          + "blackbox_targets"
      ]
    ),
    (
      "{name: agent, type: {unique: true}, config: {scrape_interval: 5s}}",
      [
        "20:52 error spec.config: unknown key scrape_interval of agent: the operator's form of the agent does not have it"
          + " — settings of scraping stand under autoscrape"
      ]
    ),
    (
      "{name: node_exporter, config: {}}",
      [
        "20:7 warning spec.type.allNodes is false: node_exporter sees only the node that it runs on, so most nodes stay "
          + "without data — write allNodes: true",
        "20:7 warning spec.type.unique is false, but an agent runs only one node_exporter — write unique: true",
      ]
    ),
    (
      "{name: squid, type: {allNodes: true, unique: true}, config: {address: 'a:1'}}",
      [
        "20:28 warning spec.type.allNodes is true: every node collects the same squid data — write allNodes: false",
        "20:44 warning spec.type.unique is true, but the agent runs as many squid as there are — write unique: false",
      ]
    ),
    (
      "{name: redis, config: {redis_addr: 'a:1', autoscrape: {enabled: true}}}",
      [
        "20:62 warning spec.config.autoscrape: unknown key enabled, did you mean enable?: the agent drops it without a "
          + "word — write one of enable, metrics_instance, scrape_interval, scrape_timeout, relabel_configs, "
          + "metric_relabel_configs"
      ]
    ),
    (
      "{name: redis, config: {redis_addr: 'a:1', autoscrape: {enable: \"true\"}}}",
      [
        "20:62 error spec.config.autoscrape.enable must be true or false, found a string — write true or false"
      ]
    ),
    (
      "{name: redis, config: {redis_addr: 'a:1', autoscrape: {enable: true}}}",
      [
        "20:62 error spec.config.autoscrape.metrics_instance is missing: without it the agent looks for an instance named "
          + "default, which does not exist — name the MetricsInstance as <namespace>/<name>"
      ]
    ),
    (
      "{name: eventhandler, type: {unique: true}, config: {logs_instance: mon/l}}",
      [
        "20:59 error spec.config.logs_instance names mon/l, which does not exist in GrafanaAgent mon/ga (a.yaml:1) — add "
          + "a LogsInstance that spec.logs.instanceSelector of the GrafanaAgent matches"
      ]
    ),
    (
      "{name: app_agent_receiver, config: {traces_instance: t, server: {port: 1}}}",
      [
        "20:43 error spec.config.traces_instance names t, but configurations have no traces, as with Grafana Agent "
          + "Operator — remove it"
      ]
    ),
    (
      "{name: redis, config: {redis_addr: '${ADDR'}}",
      [
        "20:30 error spec.config.redis_addr has ${ without }: the agent expands ${NAME} and refuses the file — close the "
          + "brace, or write $${ for a plain ${"
      ]
    ),
  ]

  @Test(arguments: single)
  func checksOne(_ spec: String, _ expected: [String]) async throws {
    let output = try await buildOne(plainAgent + plainInstance + integration("one", spec))
    let findings = output.findings.map { String($0.dropFirst("a.yaml:".count)) }
    #expect(findings.count == expected.count, "\(findings)")
    for (finding, start) in zip(findings, expected) {
      #expect(start.hasSuffix(" — ") ? finding.hasPrefix(start) : finding == start, "\(finding)")
    }
    #expect(output.keptRoles.isEmpty != expected.contains { $0.contains(" error ") })
  }

  @Test func leavesAloneWhatAsksForIt() async throws {
    let output = try await buildOne(
      plainAgent + plainInstance
        + integration(
          "new", "{name: brand_new, config: {a: 1}}",
          extra: ", annotations: {sluice.dev/validation: disabled}"))
    #expect(output.findings.isEmpty)
    #expect(
      try #require(output.text("mon/ga/integrations-deploy/agent.yml")).contains(
        "brand_new_configs:\n  - a: 1\n"))
  }

  /// Specs of two Integrations, and what is told of the first.
  private static let pairs: [(String, String, String?)] = [
    (
      "{name: blackbox, type: {unique: true}, config: {blackbox_targets: [{}], instance: a}}",
      "{name: blackbox, type: {unique: true}, config: {blackbox_targets: [{}], instance: b}}",
      "error the agent runs only one blackbox; the others: mon/two (a.yaml:22) — keep one of them"
    ),
    (
      "{name: statsd, type: {unique: true}, config: {}}",
      "{name: statsd, type: {unique: true}, config: {}}",
      "error the agent gives these statsd the same name and refuses the second; the others: mon/two (a.yaml:22) — give "
        + "each an instance of its own in spec.config"
    ),
    (
      "{name: statsd, type: {unique: true}, config: {instance: a}}",
      "{name: statsd, type: {unique: true}, config: {instance: b}}",
      "warning more than one statsd runs in one agent; the others: mon/two (a.yaml:22) — keep one of them"
    ),
    (
      "{name: mysql, config: {data_source_name: 'root:a@(db:3306)/'}}",
      "{name: mysqld_exporter, config: {data_source_name: 'other:b@(db:3306)/?tls=true'}}",
      "error the agent gives these mysql the same name and refuses the second; the others: mon/two (a.yaml:22) — give "
        + "each an instance of its own in spec.config"
    ),
    (
      "{name: consul, config: {}}", "{name: consul, config: {server: 'http://localhost:8500/x'}}",
      "error the agent gives these consul the same name and refuses the second; the others: mon/two (a.yaml:22) — give "
        + "each an instance of its own in spec.config"
    ),
    ("{name: redis, config: {redis_addr: 'a:1'}}", "{name: redis, config: {redis_addr: 'b:1'}}", nil),
  ]

  @Test(arguments: pairs)
  func checksTwo(_ one: String, _ two: String, _ expected: String?) async throws {
    let output = try await buildOne(
      plainAgent + plainInstance + integration("one", one) + integration("two", two))
    let first = output.diagnostics.filter { $0.subject?.name == "one" }
    #expect(
      first.map { "\($0.severity.rawValue) \($0.message) — \($0.remedy ?? "")" }
        == (expected.map { [$0] } ?? []))
  }

  @Test func namesBothFilesOfAMissingInstance() async throws {
    let spec = """
      {name: redis, config: {redis_addr: 'a:1', autoscrape: {enable: true, metrics_instance: mon/secondary}}}
      """
    let files = [
      "agent.yaml": plainAgent, "instance.yaml": plainInstance, "redis.yaml": integration("redis", spec),
    ]
    var outputs = try await build(files)
    #expect(
      outputs[0].findings == [
        "redis.yaml:5:76 error spec.config.autoscrape.metrics_instance names mon/secondary, which does not exist in "
          + "GrafanaAgent mon/ga (agent.yaml:1) — write one of mon/primary"
      ])
    #expect(outputs[0].keptRoles == [.integrationsDeployment])

    var other = files
    other["agent.yaml"] = plainAgent.replacing(
      "instanceSelector: {}", with: "instanceSelector: {matchLabels: {a: b}}")
    other["instance.yaml"] = plainInstance.replacing("name: primary", with: "name: secondary")
    outputs = try await build(other)
    #expect(
      outputs[0].findings.last
        == "redis.yaml:5:76 error spec.config.autoscrape.metrics_instance names mon/secondary (instance.yaml:2), which does "
        + "not belong to GrafanaAgent mon/ga (agent.yaml:1): no GrafanaAgent selects it — make "
        + "spec.metrics.instanceSelector of the GrafanaAgent and the labels of the MetricsInstance match")
  }
}
