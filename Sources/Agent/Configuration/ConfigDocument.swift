import Base
import Documents

/// A configuration as it stands in a file: with placeholders filled in.
public struct ConfigDocument: Sendable {
  let configuration: RoleConfiguration
  let placeholders: Placeholders

  /// The document with everything in it.
  var text: SecretValue { configuration.text(placeholders) }

  /// The document with `(secret)` where a secret stands.
  var shownText: String { configuration.shownText(placeholders) }

  /// Whether it is written in Alloy's language.
  public var isNative: Bool { if case .alloy = configuration { true } else { false } }
}

extension ConfigValue {
  /// The document as YAML with everything in it; placeholders stay.
  var text: SecretValue { SecretValue(YAMLWriter.bytes(ConfigText(value: self, placeholders: nil))) }

  /// The document as YAML with `(secret)` where a secret stands.
  var shownText: String { YAMLWriter.string(shown) }
}

/// A value that is written with everything in it.
struct ConfigText: YAMLWritable {
  let value: ConfigValue
  /// Nil leaves them as they are.
  let placeholders: Placeholders?

  func yamlForm(column: Int) -> YAMLForm<ConfigText> {
    switch value {
    case .text(let text): .scalar(.text(filled(text)))
    case .number(let number): .scalar(.number(number))
    case .flag(let flag): .scalar(.bool(flag))
    case .secret(let secret): .scalar(.text(secret.revealed.doublingDollars))
    case .hidden(let secret): .scalar(.text(filled(secret.revealed)))
    case .list(let elements): .list(elements.map { ConfigText(value: $0, placeholders: placeholders) })
    case .mapping(let members):
      .mapping(
        members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
          .map { ($0.key, ConfigText(value: $0.value, placeholders: placeholders)) })
    case .job(let job): .lines(job.lines(placeholders, column: column))
    }
  }

  private func filled(_ text: String) -> String { placeholders?.fill(text) ?? text }
}
