import AgentConfiguration
import Testing

/// Values that are not known: what is about them alone is left out, and everything else is told.
@Suite struct UnknownValueTests {
  private static let mark = "\u{E000}"

  private static func told(_ text: String) -> [String] {
    let mark = mark
    let check = AgentConfigurationCheck(
      file: "agent.yml", environment: { @Sendable name in mark + name },
      files: { _ in .missing }, unknownMark: mark)
    return check.placedFindings(in: Array(text.utf8)).map { "\($0.path?.description ?? "-"): \($0.problem)" }
  }

  @Test(arguments: [
    "metrics: {global: {scrape_interval: '${X}'}, configs: [{name: a, scrape_configs: [{job_name: j, scrape_timeout: 90s}]}]}",
    "metrics: {configs: [{name: a, scrape_configs: [{job_name: j, scrape_interval: '${X}', scrape_timeout: 90s}]}]}",
    "metrics: {configs: [{name: a, wal_truncate_frequency: '${X}', scrape_configs: [{job_name: j, scrape_interval: 2h}]}]}",
    "metrics: {configs: [{name: a, min_wal_time: 5h, max_wal_time: '${X}'}]}",
    "metrics: {configs: [{name: a, remote_write: [{url: '${X}'}, {url: '${Y}'}]}]}",
    "metrics: {configs: [{name: '${X}'}, {name: '${Y}'}]}",
    "metrics: {configs: [{name: a, remote_write: '${X}'}]}", "server: {log_level: '${X}'}",
    "metrics: {configs: [{name: a, scrape_configs: [{job_name: j, body_size_limit: '${X}', bearer_token_file: '${Y}'}]}]}",
    "metrics: {configs: [{name: a, scrape_configs: [{job_name: j, body_size_limit: '${#X}'}]}]}",
    "metrics: {configs: [{name: a, scrape_configs: [{job_name: j, relabel_configs: [{action: '${X}'}]}]}]}",
    "metrics: {configs: [{name: a, scrape_configs: [{job_name: j, relabel_configs: [{target_label: a, regex: '(${X}'}]}]}]}",
    "metrics: {configs: [{name: '${X}'}]}\nintegrations: {redis: {redis_addr: h, autoscrape: {metrics_instance: b}}}",
    "metrics: {configs: [{name: a}]}\nintegrations: {redis: {redis_addr: h, autoscrape: {metrics_instance: '${X}'}}}",
    "integrations: {metrics: {autoscrape: {enable: false}}, consul_configs: [{server: 'http://${X}'}, {server: '${Y}'}, {server: '${Z}'}]}",
    "integrations: {metrics: {autoscrape: {enable: false}}, redis_configs: [{redis_addr: '${X}'}, {redis_addr: '${Y}'}]}",
    "metrics: {'${X}': 1, global: {external_labels: {'${Y}': 1}}}",
  ])
  func isLeftOut(_ text: String) {
    #expect(Self.told(text + "\n") == [])
  }

  /// A variable hides nothing but its own scalar, and `${1}` is none.
  @Test(arguments: ["${X}", "${1}", "a-${X:-b}-c"])
  func theRestIsTold(_ text: String) {
    let configuration = """
      metrics:
        configs:
          - name: a
            scrape_configs:
              - job_name: j
                body_size_limit: 10kb
                relabel_configs: [{target_label: a, replacement: '\(text)'}, {target_label: b, regex: '('}]
      """
    #expect(
      Self.told(configuration) == [
        "metrics.configs[0].scrape_configs[0].body_size_limit: is not an amount of bytes such as 10MB: the agent refuses the file",
        "metrics.configs[0].scrape_configs[0].relabel_configs[1].regex: is no regular expression that the agent takes, a group is not closed: the agent refuses the file",
      ])
  }

  /// Equal scalars have equal values, whatever these are.
  @Test func twinsAreTold() {
    #expect(
      Self.told("metrics: {configs: [{name: a, scrape_configs: [{job_name: '${X}'}, {job_name: '${X}'}]}]}\n")
        == [])
    #expect(
      Self.told("metrics: {configs: [{name: a, remote_write: [{url: '${X}'}, {url: '${X}'}]}]}\n") == [
        "metrics.configs[0].remote_write[1]: is the same as one before it, secrets and what holds anyway aside: the agent refuses the file"
      ])
  }

  /// Without a mark nothing is left out.
  @Test func marksAreAgreedUpon() {
    let text = Array("server: {log_level: '\(Self.mark)'}\n".utf8)
    #expect(AgentConfigurationCheck(file: "agent.yml").findings(in: text).count == 1)
    #expect(AgentConfigurationCheck(file: "agent.yml", unknownMark: Self.mark).findings(in: text).isEmpty)
  }
}
