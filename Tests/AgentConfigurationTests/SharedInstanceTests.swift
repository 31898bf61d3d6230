import Documents
import Testing

@testable import AgentConfiguration

/// Receivers and instances that the agent takes for the same (README of agent-verdicts, finding 2).
@Suite struct SharedInstanceTests {
  private static let twin = "is the same as one before it, secrets and what holds anyway aside"

  @Test(arguments: [
    #"{url: "http://h", basic_auth: {username: u, password: p1}}, {url: "http://h", basic_auth: {username: u, password: p2}}"#,
    #"{url: "http://h", bearer_token: t1}, {url: "http://h", bearer_token: t2}"#,
    #"{url: "http://h"}, {url: "http://h", remote_timeout: 30s}"#,
    #"{url: "http://h", send_exemplars: no}, {url: "http://h", follow_redirects: yes}"#,
  ])
  func receiversTwice(_ receivers: String) {
    let found = Judged("metrics: {configs: [{name: a, remote_write: [\(receivers)]}]}\n").findings
    #expect(found.map(\.code) == ["duplicate-receiver"])
    #expect(found.first?.message.contains(Self.twin) == true)
  }

  @Test(arguments: [
    #"{url: "http://h"}, {url: "http://h", remote_timeout: 31s}"#,
    #"{url: "http://h", name: a}, {url: "http://h"}"#,
    #"{url: "http://h", basic_auth: {username: u1}}, {url: "http://h", basic_auth: {username: u2}}"#,
  ])
  func receiversApart(_ receivers: String) {
    #expect(Judged("metrics: {configs: [{name: a, remote_write: [\(receivers)]}]}\n").lines == [])
  }

  @Test(arguments: [
    ("", "wal_truncate_frequency: 60m, "), ("wal_truncate_frequency: 2m, ", "wal_truncate_frequency: 120s, "),
    (
      #"remote_write: [{url: "http://1"}, {url: "http://2"}], "#,
      #"remote_write: [{url: "http://2"}, {url: "http://1"}], "#
    ),
    ("host_filter: no, ", "host_filter: false, "),
  ])
  func instancesOfOneGroup(_ one: String, _ other: String) {
    let job = "scrape_configs: [{job_name: j}]"
    let found = Judged("metrics: {configs: [{name: a, \(one)\(job)}, {name: b, \(other)\(job)}]}\n")
      .findings.filter { $0.severity == .error }
    #expect(found.map(\.code) == ["duplicate-name"])
    #expect(found.first?.message.contains("/-/ready stays 503") == true)
  }

  @Test func instancesOfTwoGroups() {
    let job = "scrape_configs: [{job_name: j}]"
    let text = "metrics: {configs: [{name: a, \(job)}, {name: b, wal_truncate_frequency: 61m, \(job)}]}\n"
    #expect(Judged(text).lines == [])
  }

  @Test func globalReceiversAreToldOnce() {
    let text = """
      metrics:
        global:
          remote_write: [{url: "http://h"}, {url: "http://h"}]
        configs: [{name: a}, {name: b}, {name: c}]
      """
    #expect(
      Judged(text).told() == [
        "error 3:39 duplicate-receiver: metrics.global.remote_write[1] \(Self.twin): the agent refuses the file"
      ])
  }

  /// The work does not grow with instances times global receivers.
  @Test func globalReceiversAreReadOnce() throws {
    let receivers = (0..<20).map { "{url: 'http://\($0)'}" }.joined(separator: ", ")
    let instances = (0..<50).map { "{name: i\($0)}" }.joined(separator: ", ")
    let text = "metrics: {global: {remote_write: [\(receivers)]}, configs: [\(instances)]}\n"
    let document = try #require(
      try YAMLParser.firstDocument(
        in: Array(text.utf8), limits: YAMLParser.Limits(bytes: 1 << 20, nodes: 10_000, depth: 20)))
    var reader = SchemaReader(
      ExpandedText(unchanged: Array(text.utf8)), layout: .next, files: { _ in .unknown })
    DocumentRules.read(document, &reader)
    #expect(reader.problems.all.isEmpty)
    // Once to compare them with each other, once for the groups.
    #expect(reader.comparedReceivers == 40)
  }
}
