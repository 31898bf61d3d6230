/// What goes wrong on purpose: the first rule whose turn it is decides about a request.
public struct FaultPlan: Sendable {
  public var rules: [FaultRule]
  /// Of the chance in rules with a probability: the same seed makes the same choices.
  public var seed: UInt64

  public init(_ rules: [FaultRule] = [], seed: UInt64 = 1) {
    self.rules = rules
    self.seed = seed
  }
}
