/// A group of capabilities whose values are told version by version, each as a change of another.
protocol LensPart: Sendable {}

extension LensPart {
  /// The same but for what `change` says.
  func changed(_ change: (inout Self) -> Void) -> Self {
    var part = self
    change(&part)
    return part
  }
}
