import Base
import Manifests
import Secrets

/// Reads the keys of one Secret from the directory of values.
enum SecretReader {
  /// Keys that are not there are left out.
  static func values(
    namespace: String, name: String, keys: [String], directory: String?
  ) -> [String: SecretValue] {
    let lookup = ValueLookup(manifests: [], directory: directory)
    let origin = SourceLocation(file: "the command line", position: .start)
    var values: [String: SecretValue] = [:]
    for key in keys {
      let selector = KeySelector(name: name, key: key, origin: origin)
      values[key] = try? lookup.value(.secret(selector), namespace: namespace)
    }
    return values
  }
}
