import Base
import Documents

/// A value of an agent's configuration that knows which of its texts may not be shown.
///
/// Null does not exist: upstream drops every key with a null value, everywhere (reference agent-operator.md
/// section 3.0).
public indirect enum ConfigValue: Sendable, Equatable {
  case text(String)
  case number(JSONNumber)
  case flag(Bool)
  case list([ConfigValue])
  /// Keys are written sorted.
  case mapping([String: ConfigValue])
  /// A value that was looked up and stands in the text itself. Its `$` are doubled when it is written, since the agent
  /// expands `${NAME}` in the whole file (reference section 4.1).
  case secret(SecretValue)
  /// A text that is written as it is and shown to nobody: part of a document that was looked up, or a token.
  case hidden(SecretValue)
  /// The job of a monitor, which several documents may hold.
  case job(RenderedJob)
}

extension ConfigValue {
  /// The same without nulls; nil for null itself.
  /// - Parameter isHidden: whether texts come from a Secret.
  public init?(_ json: JSON, isHidden: Bool = false) {
    switch json {
    case .null: return nil
    case .bool(let flag): self = .flag(flag)
    case .number(let number): self = .number(number)
    case .string(let text): self = isHidden ? .hidden(SecretValue(text)) : .text(text)
    case .array(let elements): self = .list(elements.compactMap { ConfigValue($0, isHidden: isHidden) })
    case .object(let object):
      var members: [String: ConfigValue] = [:]
      for member in object.members {
        if let value = ConfigValue(member.value, isHidden: isHidden) { members[member.key] = value }
      }
      self = .mapping(members)
    }
  }

  /// The value as it is written, secrets in clear.
  public var revealed: JSON {
    json { value in
      switch value {
      case .secret(let secret): secret.revealed.doublingDollars
      case .hidden(let secret): secret.revealed
      default: ""
      }
    }
  }

  /// The value for people, with `(secret)` where one stands.
  public var shown: JSON { json { _ in "(secret)" } }

  private func json(_ secret: (ConfigValue) -> String) -> JSON {
    switch self {
    case .text(let text): .string(text)
    case .number(let number): .number(number)
    case .flag(let flag): .bool(flag)
    case .list(let elements): .array(elements.map { $0.json(secret) })
    case .mapping(let members):
      .object(
        JSONObject(
          members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { ($0.key, $0.value.json(secret)) }))
    case .secret, .hidden: .string(secret(self))
    case .job(let job): job.config.json(secret)
    }
  }

  /// The same with other texts. Values that were looked up stay as they are.
  func mapTexts(_ transform: (String) -> String) -> ConfigValue {
    switch self {
    case .text(let text): .text(transform(text))
    case .hidden(let secret): .hidden(SecretValue(transform(secret.revealed)))
    case .list(let elements): .list(elements.map { $0.mapTexts(transform) })
    case .mapping(let members): .mapping(members.mapValues { $0.mapTexts(transform) })
    case .job(let job): job.config.mapTexts(transform)
    case .number, .flag, .secret: self
    }
  }

  /// Calls the closure with every text that is written as it is, and where it stands. Keys count as texts of their
  /// own places. The jobs of monitors are left out: what is to be known of them is known once for all documents.
  func forEachText(at pointer: JSONPointer = .root, _ body: (String, JSONPointer) -> Void) {
    switch self {
    case .text(let text): body(text, pointer)
    case .hidden(let secret): body(secret.revealed, pointer)
    case .list(let elements):
      for (index, element) in elements.enumerated() {
        element.forEachText(at: pointer.appending(index), body)
      }
    case .mapping(let members):
      for (key, value) in members.sorted(by: { $0.key < $1.key }) {
        body(key, pointer.appending(key))
        value.forEachText(at: pointer.appending(key), body)
      }
    case .number, .flag, .secret, .job: break
    }
  }

  subscript(key: String) -> ConfigValue? {
    switch self {
    case .mapping(let members): members[key]
    case .job(let job): job.config[key]
    default: nil
    }
  }

  var elements: [ConfigValue] {
    if case .list(let elements) = self { elements } else { [] }
  }

  /// The text as it is written, secrets included.
  var writtenText: String? {
    switch self {
    case .text(let text): text
    case .secret, .hidden: revealed.stringValue
    case .number, .flag, .list, .mapping, .job: nil
    }
  }
}

extension ConfigValue: CustomStringConvertible, CustomDebugStringConvertible {
  /// The JSON with `(secret)` where one stands.
  public var description: String { JSONWriter.string(shown, style: .compact) }
  /// The same.
  public var debugDescription: String { description }
}

extension String {
  /// With every `$` twice, which the agent's expansion turns into one.
  var doublingDollars: String {
    String(decoding: utf8.flatMap { $0 == UInt8(ascii: "$") ? [$0, $0] : [$0] }, as: UTF8.self)
  }
}
