internal import Documents

/// The answers to a shared dashboard's `__inputs`.
enum ImportInputs {
  /// Puts each input's value where the body says `${NAME}`.
  static func resolve(_ dashboard: JSON, _ inputs: [JSON]) -> JSON {
    let values = inputs.compactMap { input -> (String, String)? in
      guard let name = input["name"]?.stringValue, let value = input["value"]?.stringValue else { return nil }
      return ("${\(name)}", value)
    }
    return values.isEmpty ? dashboard : replace(dashboard, values)
  }

  private static func replace(_ value: JSON, _ values: [(String, String)]) -> JSON {
    switch value {
    case .string(let text):
      .string(
        values.reduce(text) { text, pair in
          text.split(separator: pair.0, omittingEmptySubsequences: false).joined(separator: pair.1)
        })
    case .array(let elements): .array(elements.map { replace($0, values) })
    case .object(let object): .object(object.mapValues { replace($0, values) })
    default: value
    }
  }
}
