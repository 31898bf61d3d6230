import Base
import Manifests
import Secrets

/// Reads the keys of one Secret from the directory of values.
struct SecretReader: Sendable {
  let directory: String?
  /// Hears of every value.
  let scrubber: Scrubber

  /// Keys that are not there are left out.
  func values(of secret: SourceSettings.SecretName, keys: [String]) -> [String: SecretValue] {
    let lookup = ValueLookup(manifests: [], directory: directory, scrubber: scrubber)
    let origin = SourceLocation(file: "the command line", position: .start)
    var values: [String: SecretValue] = [:]
    for key in keys {
      let selector = KeySelector(name: secret.name, key: key, origin: origin)
      values[key] = try? lookup.value(
        .secret(selector), namespace: secret.namespace, isName: ValueLookup.names.contains(key))
    }
    return values
  }
}
