import Base
import Documents

extension ConfigValue {
  /// The document as YAML with everything in it.
  var text: SecretValue { SecretValue(YAMLWriter.string(revealed)) }

  /// The document as YAML with `(secret)` where a secret stands.
  var shownText: String { YAMLWriter.string(shown) }
}
