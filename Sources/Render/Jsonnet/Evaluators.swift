import Evaluation
import JQ
import Jsonnet

/// What evaluates the programs of manifests.
public struct Evaluators: Sendable {
  let jsonnet: JsonnetEvaluator
  let jq: JQEvaluator

  /// - Parameter program: evaluates, in processes of its own.
  public init(_ program: EvaluatorProgram, limits: EvaluationLimits = EvaluationLimits()) {
    jsonnet = JsonnetEvaluator(program, limits: limits)
    jq = JQEvaluator(program, limits: limits)
  }
}
