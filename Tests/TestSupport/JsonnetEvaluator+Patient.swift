import Jsonnet

extension JsonnetEvaluator {
  /// The built program, on a machine that may be busy with other tests.
  public static var patient: JsonnetEvaluator {
    var limits = JsonnetLimits()
    limits.deadline = .seconds(600)
    return JsonnetEvaluator(JsonnetProgram(path: BuiltProgram.path("sluice")), limits: limits)
  }
}
