import Documents
import TestSupport
import Testing

@testable import Reconcile

/// What real agents did when they were asked to read another file: what is decided must be what a person would decide.
@Suite(.enabled(if: SharedData.isPresent("agent-verdicts/reload.jsonl")))
struct RecordedReloadTests {
  /// Sequences whose first new file ran afterwards, whole. All others must be noticed.
  private static let running: Set<String> = [
    "same-file", "other-good-file", "instance-renamed", "integrations-removed", "read-api-on-other-good-file",
    "lines-waiting-for-unreachable-loki-three-retries",
  ]
  /// A file that is empty or gone is never written, and nobody sends a signal.
  private static let notOurs: Set<String> = ["empty-file", "file-gone", "other-good-file-sighup"]

  @Test func everySequenceIsJudged() throws {
    let lines = try String(decoding: SharedData.bytes("agent-verdicts/reload.jsonl"), as: UTF8.self)
      .split(separator: "\n").map { try JSONParser.parse(String($0)) }
    let texts = try #require(lines.first)
    var judged = 0
    for line in lines.dropFirst() {
      let name = line["name"]?.stringValue ?? ""
      guard !Self.notOurs.contains(name), let step = line["steps"]?.arrayValue?.first else { continue }
      let verdict = Self.verdict(step, texts)
      #expect((verdict == .end(.runs)) == Self.running.contains(name), "\(name): \(verdict)")
      judged += 1
    }
    #expect(judged == 23)
  }

  /// The step after a reload, and after a look where one is asked for.
  private static func verdict(_ step: JSON, _ texts: JSON) -> ReloadProcedure.Step {
    let config = step["config"]?.stringValue ?? ""
    let text = texts[config]?.stringValue ?? config
    let document = (try? YAMLParser.documents(in: text))?.first?.root.json ?? [:]
    var procedure = ReloadProcedure(wanted: ExpectedAgent(document), hasFormer: true)
    _ = procedure.begin()
    let code = step["answer"]?["code"]?.intValue ?? 0
    let answer: ReloadProcedure.Answer =
      code == 200 ? .accepted : code == 0 ? .unanswered("no answer") : .refused(code)
    let next = procedure.next(after: answer)
    guard case .look(let expected) = next else { return next }
    return procedure.next(after: expected.problems(in: agent(step["after"] ?? [:], expected)))
  }

  private static func agent(_ after: JSON, _ expected: ExpectedAgent) -> RunningAgent {
    let names = (after["integrations"]?.arrayValue ?? []).compactMap {
      $0.stringValue?.split(separator: "/").first.map(String.init)
    }
    return RunningAgent(
      readiness: after["ready"]?.intValue,
      metricsInstances: Set((after["scrape_instances"]?.arrayValue ?? []).compactMap(\.stringValue)),
      // Only labels of its targets were written down.
      logsInstances: expected.logsInstances, hasLogTargets: after["logs_target_labels"]?.arrayValue != nil,
      integrations: Set(names))
  }
}
