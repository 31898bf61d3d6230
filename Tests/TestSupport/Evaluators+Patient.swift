import Evaluation
import Render

extension Evaluators {
  /// The built program, on a machine that may be busy with other tests.
  public static var patient: Evaluators {
    var limits = EvaluationLimits()
    limits.deadline = .seconds(600)
    return Evaluators(EvaluatorProgram(path: BuiltProgram.path("sluice")), limits: limits)
  }
}
