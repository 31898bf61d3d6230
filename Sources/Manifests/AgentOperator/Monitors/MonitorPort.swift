import Documents

/// The port that a monitor's endpoint names by number or by name.
public enum MonitorPort: Hashable, Sendable {
  case name(String)
  case number(Int)

  /// As it stands in labels.
  public var text: String {
    switch self {
    case .name(let name): name
    case .number(let number): String(number)
    }
  }

  /// Kubernetes' IntOrString. Zero and the empty text are the same as absent (reference agent-operator.md section 3.5).
  init?(_ fields: FieldReader, _ name: String) {
    guard let node = fields.node(name) else { return nil }
    if let number = node.scalar?.resolved.intValue {
      if number == 0 { return nil }
      self = .number(number)
    } else if case .string(let text)? = node.scalar?.resolved {
      if text.isEmpty { return nil }
      self = .name(text)
    } else {
      fields.error(
        "wrong-type", at: name,
        "\(fields.qualified(name)) must be a whole number or a string, found \(node.json.typeName)",
        remedy: "write the number or the name of a port")
      return nil
    }
  }
}
