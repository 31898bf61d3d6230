/// What becomes of `${NAME}` that a conversion does not replace.
enum LeftVariables {
  /// It is a text like any other.
  case none
  /// `DeferredVariables` leaves it to Alloy's own environment, which it can look up in texts only.
  case deferred

  init(_ options: AlloyOptions) {
    self = options.defersVariables ? .deferred : .none
  }
}
