/// What an evaluation may take.
public struct EvaluationLimits: Sendable {
  /// Bytes.
  public var memory = 256 << 20
  /// From start to end, imports included; a machine that is busy with other things needs its time.
  public var deadline = Duration.seconds(60)
  /// Of a processor.
  public var processorSeconds = 15
  /// Bytes of the result.
  public var output = 8 << 20
  /// Bytes of the program and of each file that it is given.
  public var file = 8 << 20
  /// How many files it may import, and bytes of all of them.
  public var imports = 2000
  public var importBytes = 64 << 20

  public init() {}

  /// The same limits, and an end within this time as well; nil for no other end.
  public func within(_ duration: Duration?) -> EvaluationLimits {
    guard let duration else { return self }
    var limits = self
    limits.deadline = min(deadline, duration)
    return limits
  }
}
