/// Names in Alloy: letters, digits and underscores, no digit first, and none of the words that are values (grafana/alloy,
/// syntax/scanner/identifier.go, which asks the scanner for a name).
public enum AlloyIdentifier {
  private static let values: Set = ["null", "true", "false"]

  public static func isValid(_ text: String) -> Bool {
    guard !values.contains(text) else { return false }
    guard let first = text.unicodeScalars.first, !isDigit(first) else { return false }
    return text.unicodeScalars.allSatisfy { isLetter($0) || isDigit($0) }
  }

  /// The rule for labels: every character that cannot stand in a name becomes `_`, and `_` goes before a digit that
  /// would come first, or before the whole of a word that is a value, which Alloy's converter cannot write. Nil for an empty
  /// text.
  public static func sanitized(_ text: String) -> String? {
    guard let first = text.unicodeScalars.first else { return nil }
    var name = isDigit(first) || values.contains(text) ? "_" : ""
    for scalar in text.unicodeScalars {
      name.unicodeScalars.append(isLetter(scalar) || isDigit(scalar) ? scalar : "_")
    }
    return name
  }

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_": true
    default: scalar.value >= 0x80 && isUnicodeLetter(scalar)
    }
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar)
      || (scalar.value >= 0x80 && scalar.properties.generalCategory == .decimalNumber)
  }

  private static func isUnicodeLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }
}
