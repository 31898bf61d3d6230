import Documents

/// Conditions that several integrations have.
extension SchemaReader {
  /// A URL that the agent reads when the integration starts.
  mutating func checkAddress(_ name: String, _ reading: MappingReading) {
    guard let text = reading.filled(name), let problem = GoURL.problem(in: text) else { return }
    refuse(
      "invalid-value", reading.path.key(name), at: reading.position(name), "is no URL, \(problem)",
      remedy: "write a URL such as http://host:8080/path")
  }

  /// What the agent needs for the name of an integration only, so that an `instance` does as well.
  mutating func doubtIdentity(_ name: String, _ reading: MappingReading, _ problem: String, remedy: String) {
    let path = reading.path.key(name)
    if reading.filled("instance") == nil {
      refuse("invalid-value", path, at: reading.position(name), problem, remedy: remedy)
    } else {
      warn(
        "invalid-value", path, at: reading.position(name), problem + ": the integration never answers",
        remedy: remedy)
    }
  }

  mutating func requireScheme(
    _ name: String, _ schemes: [String], _ reading: MappingReading, consequence: String? = nil
  ) {
    let text = reading.text(name) ?? ""
    if let scheme = GoURL.parse(text)?.scheme, schemes.contains(scheme) { return }
    let list = schemes.map { "\($0)://" }.joined(separator: " or ")
    refuse(
      text.isEmpty ? "missing-key" : "invalid-value", reading.path.key(name), at: reading.position(name),
      text.isEmpty ? "is missing" : "does not begin with \(list), or is no URL", consequence: consequence,
      remedy: "write \(list) and what follows")
  }

  /// A setting that the agent looks for in its environment where it is not written.
  mutating func requireVariable(_ variable: String, for name: String, _ reading: MappingReading) {
    let remedy = "write \(name), or see that every such agent has \(variable)"
    guard let environment else {
      return warn(
        "surroundings", reading.path.key(name), at: reading.position(name),
        "is missing: the agent takes it from its environment, from \(variable), and ends where that is not set",
        remedy: remedy)
    }
    guard environment(variable) ?? "" == "" else { return }
    refuse(
      "missing-key", reading.path.key(name), at: reading.position(name),
      "is missing, and \(variable) is not set", remedy: remedy)
  }

  mutating func requireAbove(_ limit: Int, _ name: String, _ value: Double?, _ reading: MappingReading) {
    guard let value, value <= Double(limit) else { return }
    refuse(
      "invalid-value", reading.path.key(name), at: reading.position(name), "has to be above \(limit)",
      remedy: "write a value above \(limit)")
  }

  /// A list whose first element says something.
  mutating func requireFirst(_ name: String, _ reading: MappingReading) {
    guard (reading.elements(name).first?.scalar).map({ $0.text.isEmpty || $0.isNull }) ?? true else { return }
    refuse(
      "missing-key", reading.path.key(name), at: reading.position(name), "is missing or empty",
      remedy: "write \(name)")
  }

  mutating func checkFilter(_ name: String, _ reading: MappingReading) {
    guard let node = reading.value(name), let text = reading.filled(name) else { return }
    checkExpression(text, node, reading.path.key(name))
  }
}
