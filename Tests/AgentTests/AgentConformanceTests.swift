import Conformance
import Documents
import Foundation
import TestSupport
import Testing

/// The public cases of what Grafana Agent Operator makes of its manifests.
@Suite(.enabled(if: SharedData.isPresent("agent-operator")))
struct AgentConformanceTests {
  /// What these cases need is not written: kinds for logs, monitors, and the Kubernetes objects around an agent.
  static let notCovered: [String: String] = [
    "extra-apiserver": "ServiceMonitors are not covered",
    "extra-enforced": "ServiceMonitors are not covered",
    "extra-ignore-namespaces": "ServiceMonitors are not covered",
    "extra-integrations-additional-configs-kept": "LogsInstances are not covered",
    "extra-integrations-mixed": "LogsInstances are not covered",
    "extra-logs-all": "the component agent-logs is not covered",
    "extra-namespaces-any-names": "ServiceMonitors are not covered",
    "extra-scrape-secrets": "ServiceMonitors are not covered",
    "extra-sharding-3": "PodMonitors are not covered",
    "extra-sm-expressions-labels": "ServiceMonitors are not covered",
    "testbuildconfiglogs-index-0": "the component agent-logs is not covered",
    "testdata-test-custom-mounts":
      "the case is a stream of manifests, which gives Kubernetes objects: not covered",
    "testdata-test-resource-hierarchy":
      "the case is a stream of manifests, which gives Kubernetes objects: not covered",
    "testkubesdconfig-defaults-2": "the component metrics/kube_sd_config is not covered",
    "testlogsclientconfig-bearer-tokens": "the component logs/client is not covered",
    "testlogsconfig-additional-scrape-configs": "the component logs is not covered",
    "testlogsconfig-global-clients": "the component logs is not covered",
    "testlogsstages-json": "the component logs/stages is not covered",
    "testlogsstages-labeldrop": "the component logs/stages is not covered",
    "testlogsstages-labels": "the component logs/stages is not covered",
    "testlogsstages-limit": "the component logs/stages is not covered",
    "testlogsstages-match": "the component logs/stages is not covered",
    "testlogsstages-output": "the component logs/stages is not covered",
    "testlogsstages-pack": "the component logs/stages is not covered",
    "testlogsstages-regex-2": "the component logs/stages is not covered",
    "testlogsstages-replace": "the component logs/stages is not covered",
    "testlogsstages-timestamp": "the component logs/stages is not covered",
    "testpodlogsconfig-default": "the component logs/pod_logs is not covered",
    "testpodmonitor-default": "the component metrics/pod_monitor is not covered",
    "testprobe-default": "the component metrics/probe is not covered",
    "testservicemonitor-default": "the component metrics/service_monitor is not covered",
    "testservicemonitor-no-filter-running": "the component metrics/service_monitor is not covered",
  ]

  static let names: [String] =
    ((try? SharedData.names(in: "agent-operator")) ?? []).filter {
      SharedData.isPresent("agent-operator/\($0)/input.yaml")
    }

  @Test(arguments: names)
  func givesWhatTheOperatorGives(_ name: String) throws {
    let result = ConformanceCommand(["agent", SharedData.path("agent-operator/\(name)/input.yaml")])
    if let reason = Self.notCovered[name] {
      #expect(result.status == 1)
      #expect(result.problem == reason + "\n")
      return
    }
    try #require(result.status == 0, "\(result.problem)")
    let got = try json(Array(result.output.utf8))
    let expected = try json(SharedData.bytes("agent-operator/\(name)/expected.yaml"))
    let input = try json(SharedData.bytes("agent-operator/\(name)/input.yaml"))
    if input["match"]?.stringValue == "subset" {
      #expect(contains(got, expected), "\(result.output)")
    } else {
      #expect(got == expected, "\(result.output)")
    }
  }

  @Test func countsTheCases() {
    #expect(Self.names.count == 52)
    #expect(Set(Self.notCovered.keys).isSubset(of: Self.names))
  }

  private func json(_ bytes: [UInt8]) throws -> JSON {
    try #require(YAMLParser.documents(in: bytes).first).root.json
  }

  /// Every field that is expected is there with its value; more may be. Lists have the same length and order.
  private func contains(_ got: JSON, _ expected: JSON) -> Bool {
    switch (got, expected) {
    case (.object(let got), .object(let expected)):
      expected.members.allSatisfy { member in got[member.key].map { contains($0, member.value) } ?? false }
    case (.array(let got), .array(let expected)):
      got.count == expected.count && zip(got, expected).allSatisfy { contains($0, $1) }
    default: got == expected
    }
  }
}
