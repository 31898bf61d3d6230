/// What becomes of `${NAME}` that a conversion does not replace.
enum LeftVariables {
  /// It is a text like any other.
  case none
  /// `DeferredVariables` leaves it to Alloy's own environment, which it can look up in texts only.
  case deferred
  /// A program replaces it before it reads the text, so nobody knows here what stands there then.
  case kept

  init(_ options: AlloyOptions) {
    if options.defersVariables {
      self = .deferred
    } else {
      self = options.keepsVariables && options.environment == nil ? .kept : .none
    }
  }
}
