import Conformance
import Documents
import Foundation
import TestSupport
import Testing

/// yaml-test-suite, through the entry point of `sluice-conformance yaml`.
@Suite(.enabled(if: SharedData.isPresent("yaml-test-suite"), "needs ../shared/data/yaml-test-suite"))
struct YAMLSuiteTests {
  private static func run(_ text: String, in folder: TemporaryDirectory) throws -> ConformanceCommand {
    ConformanceCommand(["yaml", try folder.write(text, to: "case.yaml")])
  }

  private static func documents(_ command: ConformanceCommand) throws -> [JSON] {
    try command.output.split(separator: "\n").map { try JSONParser.parse(String($0)) }
  }

  /// 402 cases: 335 are taken or refused rightly by the grammar, of which Kubernetes' rules refuse 18 all the same.
  @Test func takesAndRefuses() throws {
    let folder = try TemporaryDirectory()
    let cases = try YAMLCase.all()
    #expect(cases.count == 402)
    var rightByGrammar = 0
    for item in cases {
      let command = try Self.run(item.text, in: folder)
      let isTaken = command.status == 0
      if let rule = YAMLSuiteDifferences.refusedByRule[item.id] {
        #expect(!isTaken && !item.isInvalid, "\(item.id)")
        #expect(command.problem.contains(rule), "\(item.id): \(command.problem)")
        rightByGrammar += 1
      } else if YAMLSuiteDifferences.refusedByGrammar.contains(item.id) {
        #expect(!isTaken && !item.isInvalid, "\(item.id)")
      } else if YAMLSuiteDifferences.takenByGrammar.contains(item.id) {
        #expect(isTaken && item.isInvalid, "\(item.id)")
      } else {
        #expect(isTaken != item.isInvalid, "\(item.id): \(command.problem)")
        rightByGrammar += 1
      }
    }
    #expect(rightByGrammar == 335)
  }

  @Test func givesTheExpectedValues() throws {
    let folder = try TemporaryDirectory()
    var equal = 0
    for item in try YAMLCase.all() where !item.isInvalid {
      let command = try Self.run(item.text, in: folder)
      guard command.status == 0, let expected = item.json else { continue }
      let documents = try Self.documents(command)
      if let other = YAMLSuiteDifferences.otherValues[item.id] {
        #expect(documents == other, "\(item.id)")
        #expect(documents != expected, "\(item.id) need not be listed")
      } else {
        #expect(documents == expected, "\(item.id): \(command.output)")
        equal += 1
      }
    }
    #expect(equal == 234)
  }

  /// The structure agrees with the suite's events where values follow YAML 1.1, and where the suite gives no values.
  @Test func agreesWithTheEvents() throws {
    let folder = try TemporaryDirectory()
    var equal = 0
    for item in try YAMLCase.all() where !item.isInvalid {
      let command = try Self.run(item.text, in: folder)
      guard command.status == 0, !["652Z", "HM87/01", "Y2GN"].contains(item.id) else { continue }
      #expect(try Self.documents(command) == YAMLEvents.documents(item.events), "\(item.id)")
      equal += 1
    }
    #expect(equal == 236)
  }
}

/// docs/documents.md lists the cases for people; it must be the same list.
@Suite struct YAMLSuiteDocumentationTests {
  @Test func documentationNamesEveryDifference() throws {
    let text = try String(contentsOfFile: SharedData.projectRoot + "/docs/documents.md", encoding: .utf8)
    let suite = try #require(text.range(of: "### yaml-test-suite").map { text[$0.upperBound...] })
    let section = suite.range(of: "\n## ").map { suite[..<$0.lowerBound] } ?? suite
    let named = Set(
      section.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) })
    let listed =
      YAMLSuiteDifferences.refusedByGrammar.union(YAMLSuiteDifferences.takenByGrammar)
      .union(YAMLSuiteDifferences.refusedByRule.keys).union(YAMLSuiteDifferences.otherValues.keys)
    #expect(named == listed)
  }
}
