import Agent
import Base
import Testing

/// What the agent would refuse or silently drop in metrics instances.
@Suite struct MetricsCheckTests {
  /// Spec of a MetricsInstance that reads jobs, the text of the jobs, and what is told.
  private static let additionalJobs: [(String, String, String?)] = [
    (
      "", "a: 1",
      "error key jobs of Secret mon/s must hold a list of jobs, found an object — write a list: - job_name: …"
    ),
    (
      "", "- job_name: [",
      "error key jobs of Secret mon/s is not YAML: line 2, column 1 — mend the text in the Secret"
    ),
    ("", "[]\n---\n[]", "error key jobs of Secret mon/s holds 2 YAML documents — write one document"),
    (
      "", "- metrics_path: /x",
      "error job 1 of additionalScrapeConfigs has no job_name — give the job a name"
    ),
    (
      "", "- job_name: x\n- job_name: x",
      "error MetricsInstance mon/primary has two jobs named x, which the agent refuses — rename one of them"
    ),
    (
      "", "- job_name: x\n  scrape_timeout: 2m",
      "error job x of additionalScrapeConfigs has a timeout above its interval, which the agent refuses — lower the timeout"
    ),
    (
      "walTruncateFrequency: 30s, ", "- job_name: x",
      "error job x of additionalScrapeConfigs is scraped less often than walTruncateFrequency of MetricsInstance mon/primary, "
        + "which the agent refuses — raise spec.walTruncateFrequency or lower the interval"
    ),
    ("", "", nil), ("walTruncateFrequency: 60s, ", "- job_name: x", nil),
    (
      "", "- job_name: x\n  relabel_configs: [{replacement: '${a'}]",
      "error the configuration.scrape_configs.0.relabel_configs.0.replacement has ${ without }: the agent expands ${NAME} "
        + "and refuses the file — close the brace, or write $${ for a plain ${"
    ),
  ]

  @Test(arguments: additionalJobs)
  func checksAdditionalJobs(_ fields: String, _ jobs: String, _ expected: String?) async throws {
    let instance = """
      ---
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: MetricsInstance
      metadata: {name: primary, namespace: mon}
      spec: {\(fields)remoteWrite: [{url: "https://m"}], additionalScrapeConfigs: {name: s, key: jobs}}
      """
    let output = try await buildOne(
      plainAgent.replacing("selector: {}", with: "selector: null") + instance,
      values: ["/secrets/mon/s/jobs": jobs])
    #expect(
      output.findings.map { $0.split(separator: " ", maxSplits: 1)[1] } == (expected.map { [$0[...]] } ?? []))
    #expect(output.keptRoles == (expected == nil ? [] : [.metrics]))
  }

  /// What the agent's expansion leaves alone is written without a word.
  @Test(arguments: ["$1", "${1}", "${NAME}", "$${", "$", "$(", "$()", "$(x)"])
  func takesOtherDollars(_ text: String) async throws {
    let instance = plainInstance.replacing("https://m", with: "'https://m/\(text)'")
    let output = try await buildOne(plainAgent.replacing("selector: {}", with: "selector: null") + instance)
    #expect(output.findings.isEmpty)
    #expect(try #require(output.text("mon/ga/metrics/agent.yml")).contains("https://m/\(text)"))
  }

  /// A list of remoteWrite, and what is told.
  private static let receivers: [(String, String?)] = [
    (
      "[{url: 'https://a'}, {url: 'https://a'}]",
      "error two entries of remoteWrite are the same, which the agent refuses — keep one of them"
    ),
    (
      "[{url: 'https://a', name: x}, {url: 'https://b', name: x}]",
      "error two entries of remoteWrite are named x, which the agent refuses — rename one of them"
    ),
    ("[{url: 'https://a'}, {url: 'https://a', name: x}]", nil),
    (
      "[]",
      "warning neither this MetricsInstance nor GrafanaAgent mon/ga has remoteWrite: its metrics are sent nowhere — write "
        + "spec.remoteWrite"
    ),
  ]

  @Test(arguments: receivers)
  func checksReceivers(_ list: String, _ expected: String?) async throws {
    let output = try await buildOne(
      plainAgent.replacing("selector: {}", with: "selector: null")
        + plainInstance.replacing("remoteWrite:\n  - url: https://m", with: "remoteWrite: \(list)"))
    #expect(
      output.findings.map { $0.split(separator: " ", maxSplits: 1)[1] } == (expected.map { [$0[...]] } ?? []))
  }

  /// Instances with the same settings share one process; with other settings they do not.
  @Test(arguments: [("https://m", true), ("https://other", false)])
  func checksJobsAcrossInstances(_ url: String, _ isRefused: Bool) async throws {
    let instances = ["one", "two"].map { name in
      """
      ---
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: MetricsInstance
      metadata: {name: \(name), namespace: mon}
      spec:
        remoteWrite: [{url: "\(name == "one" ? "https://m" : url)"}]
        additionalScrapeConfigs: {name: s, key: jobs}

      """
    }
    let output = try await buildOne(
      plainAgent.replacing("selector: {}", with: "selector: null") + instances.joined(),
      values: ["/secrets/mon/s/jobs": "- job_name: x"])
    #expect(
      output.findings
        == (isRefused
          ? [
            "a.yaml:22:28 error job x also stands in MetricsInstance mon/one (a.yaml:10), whose settings are the same: the "
              + "agent would scrape neither — rename one of the jobs"
          ] : []))
  }

  /// In Alloy each instance runs, so that everything is sent twice.
  @Test(arguments: ["alloy", "alloy-static"])
  func alloyRunsJobsOfEqualInstances(_ mode: String) async throws {
    let second = plainInstance.replacing("name: primary", with: "name: second")
    let output = try await buildOne(
      agentInMode(mode)
        + [plainInstance, second].map {
          $0.replacing("- url: https://m", with: "- url: https://m\n  podMonitorSelector: {}")
        }.joined()
        + podMonitor("[{port: web}]"))
    let found = output.findings.filter { $0.contains("job ") }
    #expect(output.keptRoles.isEmpty && found.count == 1, "\(output.findings)")
    #expect(found.first?.contains(" warning ") == true)
    #expect(
      found.first?.contains("settings are the same: Alloy scrapes and sends it for each of them") == true)
  }

  /// However many instances share a job, people are told once.
  @Test func tellsJobsOfManyInstancesOnce() async throws {
    let instances = (1...40).map { number in
      """
      ---
      apiVersion: monitoring.grafana.com/v1alpha1
      kind: MetricsInstance
      metadata: {name: m\(number < 10 ? "0" : "")\(number), namespace: mon}
      spec:
        remoteWrite: [{url: "https://m"}]
        additionalScrapeConfigs: {name: s, key: jobs}

      """
    }
    let output = try await buildOne(
      plainAgent.replacing("selector: {}", with: "selector: null") + instances.joined(),
      values: ["/secrets/mon/s/jobs": "- job_name: x"])
    #expect(output.findings.count == 1)
    #expect(
      output.findings.first?.contains(
        "job x also stands in MetricsInstance mon/m01 (a.yaml:10), MetricsInstance mon/m02 (a.yaml:17), MetricsInstance "
          + "mon/m03 (a.yaml:24) and 36 more, whose settings are the same: the agent would scrape none of them"
      ) == true)
  }

  @Test func tellsJobsWithoutNames() async throws {
    let instance = plainInstance.replacing(
      "spec:\n", with: "spec:\n  additionalScrapeConfigs: {name: s, key: jobs}\n")
    let output = try await buildOne(
      plainAgent.replacing("selector: {}", with: "selector: null") + instance,
      values: ["/secrets/mon/s/jobs": String(repeating: "- {metrics_path: /x}\n", count: 20_000)])
    let errors = output.findings.filter { $0.contains("has no job_name") }
    #expect(errors.count == 10)
    #expect(errors.contains { $0.contains("job 10 of additionalScrapeConfigs has no job_name") })
  }

  /// A key that lacks the blank behind its colon is dropped with its value, which may be a secret.
  @Test func tellsKeysWithoutABlank() async throws {
    let instance = plainInstance.replacing(
      "spec:\n", with: "spec:\n  additionalScrapeConfigs: {name: s, key: jobs}\n")
    let output = try await buildOne(
      plainAgent.replacing("selector: {}", with: "selector: null") + instance,
      values: ["/secrets/mon/s/jobs": "- {job_name: x, basic_auth: {username: a, password:hunter2}}"])
    #expect(
      output.findings == [
        "a.yaml:14:28 warning key jobs of Secret mon/s: [0].basic_auth.password is left out: there is no blank behind the colon, "
          + "so it is a key without a value — write a blank behind the colon"
      ])
  }

  /// Upstream leaves these jobs in the documents of integrations: the same is written, and told.
  @Test func repeatsAdditionalJobsForIntegrations() async throws {
    let instance = plainInstance.replacing(
      "spec:\n", with: "spec:\n  additionalScrapeConfigs: {name: s, key: jobs}\n")
    let output = try await buildOne(
      plainAgent + instance + integration("agent", "{name: agent, type: {unique: true}, config: {}}"),
      values: ["/secrets/mon/s/jobs": "- job_name: x"])
    #expect(
      output.findings == [
        "a.yaml:14:28 warning the jobs of additionalScrapeConfigs also run in the agents of integrations, as Grafana Agent "
          + "Operator has it — select the integrations from a GrafanaAgent of their own"
      ])
    #expect(try #require(output.text("mon/ga/integrations-deploy/agent.yml")).contains("- job_name: x"))
  }
}
