import Base
import Documents
import TestSupport
import Testing

@testable import Reconcile

/// What is decided from what a running agent answers.
@Suite struct ReloadProcedureTests {
  private static let wanted = ExpectedAgent([
    "metrics": ["configs": [["name": "new"]]],
    "integrations": ["redis_configs": [[:]], "eventhandler_configs": [[:]]],
  ])
  private static let former = ExpectedAgent(["metrics": ["configs": [["name": "old"]]]])

  /// Answers a procedure from a list, and writes down what it asked.
  private static func run(
    former: ExpectedAgent?, answers: [ReloadProcedure.Answer], looks: [[String]]
  ) -> [ReloadProcedure.Step] {
    var procedure = ReloadProcedure(wanted: wanted, hasFormer: former != nil)
    var answers = answers[...]
    var looks = looks[...]
    var steps = [procedure.begin()]
    while let last = steps.last, steps.count < 20 {
      switch last {
      case .reload: steps.append(procedure.next(after: answers.popFirst() ?? .accepted))
      case .look: steps.append(procedure.next(after: looks.popFirst() ?? []))
      case .putBack: steps.append(procedure.nextAfterPuttingBack(former))
      case .end: return steps
      }
    }
    return steps
  }

  @Test func takesWhatRuns() {
    let steps = Self.run(former: Self.former, answers: [.accepted], looks: [[]])
    #expect(steps == [.reload, .look(Self.wanted), .end(.runs)])
  }

  @Test func putsBackWhatIsRefused() {
    let steps = Self.run(former: Self.former, answers: [.refused(400), .accepted], looks: [[]])
    #expect(
      steps == [
        .reload, .putBack, .reload, .look(Self.former),
        .end(.putBack(reason: "it refused the file with 400", isRunning: true)),
      ])
  }

  @Test func putsBackWhatDoesNotRun() {
    let steps = Self.run(
      former: Self.former, answers: [.accepted, .unanswered("cut")],
      looks: [["/-/ready answers 503"], ["still"]])
    #expect(
      steps == [
        .reload, .look(Self.wanted), .putBack, .reload, .look(Self.former),
        .end(.putBack(reason: "/-/ready answers 503", isRunning: false)),
      ])
  }

  /// While an agent hangs it has the names of the old file, which may be those of the new one.
  @Test func asksAgentsThatHangOnceMore() {
    let hangs = ReloadProcedure.Answer.unanswered("no answer")
    #expect(
      Self.run(former: Self.former, answers: [hangs, .accepted], looks: [[]])
        == [.reload, .reload, .look(Self.wanted), .end(.runs)])
    #expect(
      Self.run(former: Self.former, answers: [hangs, hangs, .accepted], looks: [[]])
        == [
          .reload, .reload, .putBack, .reload, .look(Self.former),
          .end(.putBack(reason: "no answer", isRunning: true)),
        ])
  }

  @Test func leavesAgentsThatAreAway() {
    #expect(
      Self.run(former: Self.former, answers: [.absent("refused", .isGone)], looks: [])
        == [.reload, .end(.absent)])
  }

  /// It would fall over the file at each start.
  @Test func putsBackWhatAnAgentDidNotOutlive() {
    let gone = ReloadProcedure.Answer.absent("refused", .isGone)
    #expect(
      Self.run(former: Self.former, answers: [.unanswered("cut"), gone, gone], looks: [])
        == [
          .reload, .reload, .putBack, .reload,
          .end(.putBack(reason: "it has gone since it was asked to read it: refused", isRunning: false)),
        ])
  }

  @Test func saysWhenThereIsNoFormerFile() {
    #expect(
      Self.run(former: nil, answers: [.refused(400)], looks: [])
        == [.reload, .end(.fails(reason: "it refused the file with 400"))])
  }

  @Test func namesWhatIsMissing() {
    var agent = RunningAgent(
      readiness: 503, metricsInstances: ["old"], logsInstances: [], hasLogTargets: false, integrations: nil)
    #expect(
      Self.wanted.problems(in: agent) == [
        "/-/ready answers 503", "metrics instances missing: new",
        "metrics instances that should be gone: old",
        "its integrations cannot be read",
      ])
    agent = RunningAgent(
      readiness: 200, metricsInstances: ["new"], logsInstances: nil, integrations: ["redis"])
    #expect(Self.wanted.problems(in: agent).isEmpty)
    agent.jobs = ["new: x"]
    #expect(Self.wanted.problems(in: agent) == ["jobs that should be gone: new: x"])
  }
}
