internal import Base

/// What a scalar means by the rules of go-yaml v2 (kubernetes-sigs/yaml, goyaml.v2/resolve.go) and what
/// sigs.k8s.io/yaml (yaml.go) makes of it in JSON.
enum YAMLScalarResolver {
  /// The meaning in one byte; the value is made from the text when it is asked for.
  enum Resolution: UInt8, Sendable {
    case string
    case binary
    case null
    case yes
    case no
    case number
    /// Infinity or NaN, which JSON cannot say.
    case notFinite
  }

  struct Refusal: Error {
    let problem: String
  }

  static let tagPrefix = "tag:yaml.org,2002:"

  /// A tag decides; without one a plain text may mean something else than itself. The tag `!` and tags of others
  /// make strings.
  static func resolve(_ text: String, tag: String?, isPlain: Bool) throws(Refusal) -> Resolution {
    guard let tag, !tag.isEmpty else { return isPlain ? try meaning(of: text) : .string }
    guard tag.hasPrefix(tagPrefix) else { return .string }
    let name = tag.dropFirst(tagPrefix.count)
    switch name {
    case "binary":
      guard let bytes = Base64.decode(text) else {
        throw Refusal(problem: "the !!binary value is not base64")
      }
      guard String(validating: bytes, as: UTF8.self) != nil else {
        throw Refusal(problem: "the !!binary value is not UTF-8 text, which JSON needs")
      }
      return .binary
    case "timestamp":
      guard YAMLTimestamp.matches(text) else { throw mismatch(name) }
      return .string
    case "null", "bool", "int", "float":
      let found = try meaning(of: text)
      let fits =
        switch name {
        case "null": found == .null
        case "bool": found == .yes || found == .no
        case "int": found == .number && !isFloat(text)
        default: found == .number || found == .notFinite
        }
      guard fits else { throw mismatch(name) }
      return found
    default: return .string
    }
  }

  /// The value. The text was resolved before, so nothing can fail here.
  static func json(_ text: String, as resolution: Resolution) -> JSON {
    switch resolution {
    case .string: .string(text)
    case .binary: .string(decodedBinary(text))
    case .null, .notFinite: .null
    case .yes: .bool(true)
    case .no: .bool(false)
    case .number: .number(YAMLNumber(text)?.json ?? JSONNumber(0))
    }
  }

  /// The name of a JSON member, or nil where sigs.k8s.io/yaml has none for such a key.
  static func memberName(_ text: String, as resolution: Resolution) -> String? {
    switch resolution {
    case .string: text
    case .binary: decodedBinary(text)
    case .null: nil
    case .yes: "true"
    case .no: "false"
    case .number: YAMLNumber(text)?.memberName
    case .notFinite: text.hasPrefix("-") ? "-.inf" : text.lowercased().hasSuffix("nan") ? ".nan" : ".inf"
    }
  }

  /// What a plain text means.
  static func meaning(of text: String) throws(Refusal) -> Resolution {
    guard let first = text.utf8.first else { return .null }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(text)
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      switch text {
      case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf",
        "-.INF":
        return .notFinite
      default: return try number(text)
      }
    case UInt8(ascii: "~"): return text.utf8.count == 1 ? .null : .string
    case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"),
      UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "o"), UInt8(ascii: "O"):
      return text.utf8.count <= 5 ? word(text) : .string
    default: return .string
    }
  }

  private static func word(_ text: String) -> Resolution {
    switch text {
    case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": .yes
    case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": .no
    case "null", "Null", "NULL": .null
    default: .string
    }
  }

  private static func number(_ text: String) throws(Refusal) -> Resolution {
    switch YAMLNumber.read(text) {
    case .number: return .number
    case .notANumber: return .string
    case .tooLong:
      throw Refusal(
        problem: "a number may have \(YAMLNumber.digitLimit) digits at most; quote it if it is a text")
    }
  }

  private static func isFloat(_ text: String) -> Bool {
    if case .float = YAMLNumber(text) { true } else { false }
  }

  private static func decodedBinary(_ text: String) -> String {
    String(decoding: Base64.decode(text) ?? [], as: UTF8.self)
  }

  /// Without the text, which may be a password.
  private static func mismatch(_ tag: Substring) -> Refusal {
    Refusal(problem: "the text is no !!\(tag)")
  }
}
