import Base
import Documents
import TestSupport
import Testing

@testable import Manifests

/// Expressions of alert rules that Grafana would store and never evaluate.
@Suite struct ExpressionTests {
  private static let query =
    "{refId: A, datasourceUid: prom, relativeTimeRange: {from: 600, to: 0}, model: {expr: up}}"

  private func messages(_ model: String) async throws -> [String] {
    let expression = "{refId: B, datasourceUid: __expr__, model: {\(model)}}"
    let rule =
      "uid: r-1, title: Down, condition: B, noDataState: NoData, execErrState: Error, "
      + "data: [\(Self.query), \(expression)]"
    let text = manifest(
      "GrafanaAlertRuleGroup",
      "spec: {instanceSelector: {}, folderRef: f, interval: 1m, rules: [{\(rule)}]}")
    return try await load(text).diagnostics.map {
      "\($0.severity.rawValue): " + $0.message.replacing("spec.rules[0].data[1].model ", with: "")
    }
  }

  private static let sound = [
    "$A", "$A > 1", "${A} >= -1", "!($A == 0) && $A < 5 || $A > 1e3", "round($A * 100) / 100",
    "-$A ** 2 % 7", "is_nan($A) || is_inf($A)", "$A == nan()", "($A)", "0x1F + .5", "abs(-$A)-1",
    "  $A\n > 1 ", "1 == 1",
  ]

  @Test(arguments: sound)
  func areRead(expression: String) async throws {
    let text = JSONWriter.string(.string(expression))
    #expect(try await messages("type: math, expression: \(text)") == [])
    #expect(try await messages("type: reduce, expression: A, reducer: Last") == [])
  }

  private static let broken = [
    ("$A > > 1", "\">\" is not expected there"),
    ("$A >-1", "\">-\" is no operator, unless blanks stand between"),
    ("$A = 1", "\"=\" is no operator"), ("($A > 1", "a parenthesis is not closed"),
    ("$A > 1)", "\")\" is not expected there"), ("$A $A", "a query is not expected there"),
    ("$ > 1", "\"$\" names no query"), ("${A > 1", "\"${\" is not closed"),
    ("$A > 1 ?", "\"?\" is no character of an expression"), ("$A +", "the end is not expected there"),
    ("abs $A", "a query is not expected there"),
    (String(repeating: "(", count: 300), "it is nested too deeply"),
  ]

  @Test(arguments: broken)
  func areRefusedWithTheReason(expression: String, problem: String) async throws {
    let text = JSONWriter.string(.string(expression))
    let refused = try await messages("type: math, expression: \(text)")
    #expect(refused.first == "error: cannot be read: \(problem)")
  }

  private static let words = [
    ("expression: A", "error: has no type"),
    ("type: mth, expression: A", "error: has the type mth, which Sluice does not know, did you mean math?"),
    ("type: forecast, expression: A", "warning: has the type forecast, which Sluice does not know"),
    ("type: reduce, expression: A", "error: has no reducer"),
    ("type: reduce, reducer: last", "error: has no expression"),
    (
      "type: reduce, expression: A, reducer: meen",
      "error: has the reducer meen, which Sluice does not know, did you mean mean?"
    ),
    (
      "type: math, expression: rond($A)",
      "error: has the function rond, which Sluice does not know, did you mean round?"
    ),
    (
      "type: threshold, expression: A, conditions: [{evaluator: {type: gte2, params: [1]}}]",
      "error: has the evaluator gte2, which Sluice does not know, did you mean gte?"
    ),
    (
      "type: classic_conditions, conditions: [{query: {params: [A]}, reducer: {type: average}, evaluator: {type: gt}}]",
      "warning: has the reducer average, which Sluice does not know"
    ),
    // Two edits from "nan", and of another meaning.
    (
      "type: math, expression: 'max($A, $A)'",
      "warning: has the function max, which Sluice does not know"
    ),
    (
      "type: math, expression: Abs($A)",
      "error: has the function Abs, which Sluice does not know, did you mean abs?"
    ),
    (
      "type: reduce, expression: A, reducer: mode",
      "warning: has the reducer mode, which Sluice does not know"
    ),
    ("type: math", "error: has no expression"), ("type: resample", "error: has no expression"),
  ]

  @Test(arguments: words)
  func wordsThatNobodyKnowsAreNamed(model: String, message: String) async throws {
    #expect(try await messages(model) == [message])
  }

  /// What real servers hold is never refused, but for what was made to be broken.
  @Test(.enabled(if: SharedData.isPresent("grafana-recordings"))) func recordedOnesAreRead() throws {
    var count = 0
    for version in ["9.3.2", "10.1.5", "12.4.0"] {
      for file in ["alert_rules", "alert_groups", "alert_groups_known", "rule_health", "ruler"] {
        let path = "grafana-recordings/\(version)/\(file).jsonl"
        let lines = try SharedData.bytes(path).split(separator: UInt8(ascii: "\n"))
        for line in lines {
          let row = try JSONParser.parse(Array(line), options: .lenient)
          for expression in Self.expressions(in: row["response"]?["body"] ?? .null) {
            count += 1
            #expect(((try? MathExpression(expression)) == nil) == expression.contains("+*"), "\(expression)")
          }
        }
      }
    }
    #expect(count > 100)
  }

  private static func expressions(in value: JSON) -> [String] {
    if let list = value.arrayValue { return list.flatMap { expressions(in: $0) } }
    guard let object = value.objectValue else { return [] }
    if object["type"] == "math", let text = object["expression"]?.stringValue { return [text] }
    return object.members.flatMap { expressions(in: $0.value) }
  }
}
