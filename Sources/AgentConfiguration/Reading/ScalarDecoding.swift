import Documents

/// How a scalar becomes a value of a wanted type.
enum ScalarDecoding: Sendable {
  /// As yaml.v2 does it: any scalar can be a text.
  case yaml
  /// As mapstructure.Decode does it behind yaml.v2: a text has to be one.
  case exact
  /// As mapstructure.WeakDecode does it: texts stand for numbers and booleans and the other way round, and one element
  /// for a list of one.
  case weak
}

extension YAMLScalar {
  var isText: Bool {
    switch resolved {
    case .bool, .number: false
    default: !isNotFinite
    }
  }

  /// Numbers, and the words of Go's strconv.ParseBool.
  var isWeakBoolean: Bool {
    if case .number = resolved { return true }
    return ["", "1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"].contains(
      text)
  }

  /// Whether a weak reading makes this boolean of the scalar.
  func means(_ value: Bool) -> Bool {
    if let written = resolved.boolValue { return written == value }
    if case .number(let number) = resolved { return (number.doubleValue != 0) == value }
    return ["1", "t", "T", "TRUE", "true", "True"].contains(text) == value
  }

  /// What strconv reads as a number, or a boolean.
  func isWeakNumber(_ kind: ValueKind) -> Bool {
    if text.isEmpty || resolved.boolValue != nil { return true }
    if case .float = kind { return Double(text) != nil }
    let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    if case .unsigned = kind, digits.count != text.count { return false }
    return Int64(digits) != nil
  }
}
