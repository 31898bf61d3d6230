import Base
import Evaluation
import JQ
import TestSupport
import Testing

/// Scripts of jq that are run in a process of their own.
@Suite struct JQEvaluatorTests {
  private static let program = EvaluatorProgram(path: BuiltProgram.path("sluice"))

  private func evaluate(
    _ scripts: [String], variables: [String: SecretValue] = [:],
    _ change: (inout EvaluationLimits) -> Void = { _ in }
  ) async -> Result<String, JQFailure> {
    var limits = EvaluationLimits()
    limits.deadline = .seconds(600)
    change(&limits)
    let task = JQTask(document: Array(#"{"a":{"b":1}}"#.utf8), scripts: scripts, variables: variables)
    return await JQEvaluator(Self.program, limits: limits).evaluate(task).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  static let results = [
    ([".a.b = 2"], #"{"a":{"b":2}}"#),
    // Each gets what the one before gives.
    ([".c = .a.b + 1", "del(.a)"], #"{"c":2}"#),
    // Of several results the last one counts, and none leaves all as it is.
    (["{x: 1}, {y: 2}"], #"{"y":2}"#),
    (["empty"], #"{"a":{"b":1}}"#),
    (["{x: 1}, halt"], #"{"x":1}"#),
    ([], #"{"a":{"b":1}}"#),
    // Of the environment only what is given.
    (["{env: env}"], #"{"env":{"TEAM":"blue"}}"#),
    (["{t: $ENV.TEAM, u: env.TEAM}"], #"{"t":"blue","u":"blue"}"#),
    (["debug | stderr | .c = (try input catch 1) | del(.a)"], #"{"c":1}"#),
    (["{x: [[inputs], input_filename, get_search_list]}"], #"{"x":[[],null,[]]}"#),
  ]

  @Test(arguments: results)
  func runsScripts(scripts: [String], result: String) async {
    #expect(await evaluate(scripts, variables: ["TEAM": SecretValue("blue")]) == .success(result))
  }

  @Test func tellsWhichScriptIsWrong() async {
    guard case .failure(.wrong(1, let words)) = await evaluate([".", ".x |\n nowhere"]) else {
      Issue.record("not refused")
      return
    }
    #expect(words.contains("nowhere/0 is not defined"))
    #expect(words.contains("line 2"))
    #expect(
      await evaluate([".", "error(\"no: \\(.a.b)\")"]) == .failure(.failed(script: 1, words: "no: 1")))
    #expect(await evaluate(["\"x\" | halt_error"]) == .failure(.failed(script: 0, words: "x")))
    #expect(await evaluate([".a.b"]) == .failure(.noObject(script: 0, type: "number")))
    #expect(
      await evaluate([".\u{0}"]) == .failure(.failed(script: 0, words: "a zero byte stands in it")))
  }

  /// Values are an environment: what cannot stand in one is not cut off.
  @Test(arguments: ["a\u{0}b", "\u{0}"])
  func valuesThatAreNoTextAreRefused(value: String) async {
    #expect(
      await evaluate(["."], variables: ["A": SecretValue(value)]) == .failure(.unusable(variable: "A")))
  }

  /// They count as what they take.
  @Test func valuesHaveTheLimitOfAll() async {
    let result = await evaluate(["."], variables: ["A": SecretValue(String(repeating: "x", count: 600))]) {
      $0.file = 500
    }
    guard case .failure(.other(.tooLarge)) = result else {
      Issue.record("not refused")
      return
    }
  }

  static let imports = [
    #"include "a"; ."#, #"import "a" as a; ."#, #"import "passwd" as $x {search: "/etc"}; {a: $x}"#,
    #"include "x" {search: "~"}; ."#, #"import "a" as a {search: "$ORIGIN/.."}; ."#,
  ]

  @Test(arguments: imports)
  func modulesAreNowhere(script: String) async {
    guard case .failure(.wrong(0, let words)) = await evaluate([script]) else {
      Issue.record("not refused")
      return
    }
    #expect(words.contains("module not found"))
  }

  @Test func endsWhatTakesTooLong() async {
    let endless = "def f: f; f"
    let began = ContinuousClock.now
    #expect(
      await evaluate([endless]) { $0.deadline = .milliseconds(500) } == .failure(.other(.timedOut)))
    #expect(await evaluate([endless]) { $0.processorSeconds = 1 } == .failure(.other(.tooLong)))
    #expect(ContinuousClock.now - began < .seconds(500))
  }

  @Test func endsWhatTakesTooMuchMemory() async {
    let growing = #"reduce range(1000) as $i ({x: "0123456789abcdef"}; .x += .x)"#
    #expect(await evaluate([growing]) { $0.memory = 64 << 20 } == .failure(.other(.exhausted)))
  }

  @Test func refusesMoreThanTheLimits() async {
    #expect(
      await evaluate([#"{x: ("x" * 1000)}"#]) { $0.output = 500 }
        == .failure(.other(.tooLarge("the result is larger than the limit of 500 bytes"))))
    #expect(
      await evaluate([String(repeating: " ", count: 600)]) { $0.file = 500 }
        == .failure(
          .other(.tooLarge("the template, the scripts and the values are larger than the limit of 500 bytes"))
        ))
  }

  @Test func cancelledEvaluationEnds() async {
    let task = Task { await evaluate(["def f: f; f"]) }
    task.cancel()
    #expect(await task.value == .failure(.other(.cancelled)))
  }

  @Test func missingProgramIsTold() async {
    let result = await JQEvaluator(EvaluatorProgram(path: "/nowhere/sluice")).evaluate(
      JQTask(document: Array("{}".utf8), scripts: ["."]))
    #expect(result == .failure(.other(.cannotRun("No such file or directory"))))
  }
}
