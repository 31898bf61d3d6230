/// What a value has to be, as the agent's YAML library (yaml.v2) and the types of its settings read it.
///
/// Null is a value of every kind and means that nothing was written.
indirect enum ValueKind: Sendable {
  /// Any scalar: numbers and booleans count by their spelling.
  case text
  /// A text that no message may show.
  case secret
  /// A text that names a file which the agent reads.
  case file
  /// `true`, `yes`, `on` and their opposites, unquoted.
  case boolean
  /// A number; fractions are cut off without a word.
  case integer
  case unsigned
  case float
  /// `90s`, `1.5h`; a bare number counts nanoseconds.
  case goDuration
  /// The same without bare numbers, which yaml.v3 does not take.
  case spelledDuration
  /// `1d`, `1h30m`; no bare numbers.
  case prometheusDuration
  /// An amount of bytes such as `10MB`, as Prometheus reads it.
  case base2Bytes
  /// An amount of bytes such as `10kb`, as Promtail reads it.
  case dataSize
  case labelName
  case url
  /// A regular expression that is compiled when the file is read.
  case expression
  /// The same between `^(?:` and `)$`, as relabelling rules compile it, so that `a)|(b` is one.
  case anchoredExpression
  /// One of some words.
  case choice([String], ignoresCase: Bool)
  /// A list whose elements may be null only where that is harmless.
  case list(ValueKind, null: NullElement)
  /// A mapping with keys of the user's own.
  case map(ValueKind)
  /// The same with keys that have to be names of labels.
  case labels
  case mapping(MappingSchema)
  /// The same where unknown keys are dropped.
  case lenient(MappingSchema)
  /// A list of pipeline stages, which are read where they are used.
  case stages
  case anything

  /// What a null in a list does.
  enum NullElement: Sendable {
    /// The same as an element without keys.
    case empty
    /// The element is left out.
    case skipped
    case refused
    /// The agent panics.
    case crash
  }

  static func list(_ element: ValueKind) -> ValueKind { .list(element, null: .empty) }

  static func oneOf(_ words: String...) -> ValueKind { .choice(words, ignoresCase: false) }

  /// What the value should be, for messages.
  var expected: String {
    switch self {
    case .text, .secret, .file: "a text"
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .unsigned: "a whole number that is not negative"
    case .float: "a number"
    case .goDuration, .spelledDuration: "a duration such as 90s or 1.5h"
    case .prometheusDuration: "a duration such as 30s, 1h30m or 1d"
    case .base2Bytes: "an amount of bytes such as 10MB"
    case .dataSize: "an amount of bytes such as 10kb"
    case .labelName: "the name of a label"
    case .url: "a URL"
    case .expression, .anchoredExpression: "a regular expression"
    case .choice(let words, _) where words.count > 20:
      words.prefix(5).joined(separator: ", ") + " or another of \(words.count) names"
    case .choice(let words, _): Self.list(of: words.filter { !$0.isEmpty })
    case .list, .stages: "a list"
    case .map, .labels, .mapping, .lenient: "a mapping"
    case .anything: "any value"
    }
  }

  private static func list(of words: [String]) -> String {
    words.count < 2
      ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
  }
}
