import Base
import Documents

/// Tells of expressions that Grafana stores and cannot evaluate: only the rule's health tells there (reference
/// grafana-http-api.md section 18). A word that is a known one but for one slip or the case of its letters is an error; any
/// other may be of a newer server, and is a warning.
struct ExpressionCheck {
  private let model: JSONObject
  private let fields: FieldReader

  /// grafana/grafana, pkg/expr/commands.go, pkg/expr/mathexp/reduce.go and funcs.go, pkg/expr/classic/reduce.go; the later
  /// ones are remembered.
  private static let types = ["math", "reduce", "resample", "classic_conditions", "threshold", "sql"]
  private static let reducers = ["sum", "mean", "min", "max", "count", "last", "median"]
  private static let classicReducers = [
    "avg", "min", "max", "sum", "count", "last", "median", "diff", "diff_abs", "percent_diff",
    "percent_diff_abs", "count_non_null",
  ]
  private static let evaluators = [
    "gt", "lt", "eq", "ne", "gte", "lte", "within_range", "outside_range", "within_range_included",
    "outside_range_included", "no_value",
  ]
  private static let functions = [
    "abs", "log", "nan", "is_nan", "inf", "infn", "is_inf", "null", "is_null", "is_number", "round", "ceil",
    "floor",
  ]

  init(_ model: JSONObject, _ fields: FieldReader) {
    self.model = model
    self.fields = fields
  }

  func run() {
    guard let type = model["type"]?.stringValue, !type.isEmpty else {
      return refuse("has no type", "write one of \(Self.types.joined(separator: ", "))")
    }
    switch type {
    case "math": checkMath()
    case "reduce":
      checkInput()
      // Read in any case of letters.
      check("reducer", model["reducer"]?.stringValue?.lowercased(), among: Self.reducers)
    case "resample": checkInput()
    case "threshold":
      checkInput()
      for condition in model["conditions"]?.arrayValue ?? [] { checkEvaluator(condition) }
    case "classic_conditions":
      for condition in model["conditions"]?.arrayValue ?? [] {
        check("reducer", condition["reducer"]?["type"]?.stringValue, among: Self.classicReducers)
        checkEvaluator(condition)
      }
    default: check("type", type, among: Self.types)
    }
  }

  private func checkMath() {
    guard let text = model["expression"]?.stringValue, !text.isEmpty else {
      return refuse("has no expression", "write for example $A > 1")
    }
    do throws(MathExpression.Problem) {
      for function in try MathExpression(text).functions {
        check("function", function, among: Self.functions)
      }
    } catch {
      refuse(
        "cannot be read: \(error.message)", "mend the expression; Grafana reads operators with blanks around")
    }
  }

  private func checkInput() {
    if (model["expression"]?.stringValue ?? "").isEmpty {
      refuse("has no expression", "name the query that it works on")
    }
  }

  private func checkEvaluator(_ condition: JSON) {
    check("evaluator", condition["evaluator"]?["type"]?.stringValue, among: Self.evaluators)
  }

  private func check(_ what: String, _ word: String?, among known: [String]) {
    guard let word, !word.isEmpty else {
      return refuse("has no \(what)", "write one of \(known.joined(separator: ", "))")
    }
    if known.contains(word) { return }
    let message = "\(fields.qualified("model")) has the \(what) \(word), which Sluice does not know"
    // Of words this short most are two edits from each other.
    let suggestion = NearestName.suggestion(for: word, among: known, atMost: 1)
    let remedy = "write one of \(known.joined(separator: ", "))"
    if suggestion.isEmpty {
      fields.warning("unknown-expression", at: "model", message, remedy: remedy)
    } else {
      fields.error("unknown-expression", at: "model", message + suggestion, remedy: remedy)
    }
  }

  private func refuse(_ problem: String, _ remedy: String) {
    fields.error(
      "broken-expression", at: "model", "\(fields.qualified("model")) \(problem)", remedy: remedy)
  }
}
