/// What was given for the options of one call, each from the strongest origin that says something.
struct OptionValues: Sendable {
  private var given: [String: [GivenValue]] = [:]

  init() {}

  init(_ given: [String: [GivenValue]]) {
    self.given = given
  }

  /// The value, or the option's standard; nil where there is neither.
  subscript<Value>(setting: Setting<Value>) -> Value? {
    guard let text = given[setting.option.name]?.last?.text ?? setting.option.standard else { return nil }
    return try? setting.read(text)
  }

  /// The values of an option that may be repeated, in their order.
  func all<Value>(_ setting: Setting<Value>) -> [Value] {
    (given[setting.option.name] ?? []).compactMap { try? setting.read($0.text) }
  }

  /// Whether somebody said something, rather than the standard.
  func isGiven<Value>(_ setting: Setting<Value>) -> Bool { given[setting.option.name] != nil }

  /// The last value with where it was given.
  func given(_ name: String) -> GivenValue? { given[name]?.last }

  /// How messages name the place where an option was given, or its flag where it was not.
  func name<Value>(of setting: Setting<Value>) -> String {
    given(setting.option.name)?.origin.name(of: setting.option) ?? "--" + setting.option.name
  }

  mutating func remove(_ name: String) { given[name] = nil }

  var everything: [String: [GivenValue]] { given }
}
