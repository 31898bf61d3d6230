import Conformance
import Documents
import Foundation
import TestSupport
import Testing

/// The public cases of what Grafana Agent Operator makes of its manifests.
@Suite(.enabled(if: SharedData.isPresent("agent-operator")))
struct AgentConformanceTests {
  static let names: [String] =
    ((try? SharedData.names(in: "agent-operator")) ?? []).filter {
      SharedData.isPresent("agent-operator/\($0)/input.yaml")
    }

  @Test(arguments: names)
  func givesWhatTheOperatorGives(_ name: String) throws {
    let result = ConformanceCommand(["agent", SharedData.path("agent-operator/\(name)/input.yaml")])
    try #require(result.status == 0, "\(result.problem)")
    if name.hasPrefix("testdata-") {
      let got = try YAMLParser.documents(in: Array(result.output.utf8)).map(\.root.json)
      for expected in try YAMLParser.documents(in: SharedData.bytes("agent-operator/\(name)/expected.yaml")) {
        #expect(got.contains { contains($0, expected.root.json) }, "\(result.output)")
      }
      return
    }
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
    #expect(Self.names.count { $0.hasPrefix("testdata-") } == 2)
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
