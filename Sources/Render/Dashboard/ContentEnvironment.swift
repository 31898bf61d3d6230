import Base
import Manifests
import Secrets

/// The values that a content is made with.
struct ContentEnvironment: Sendable {
  /// By the variable's name.
  let values: [String: SecretValue]
  /// Whether one of them comes from a Secret: then nothing of the content may be shown, since it can be woven in anywhere.
  let holdsSecrets: Bool

  static let empty = ContentEnvironment(values: [:], holdsSecrets: false)

  /// Tells the same values again and gives none away.
  /// - Parameter key: of the digests of secrets.
  func digest(key: [UInt8]) -> Digest {
    var bytes: [UInt8] = []
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      bytes += name.utf8
      bytes.append(0)
      bytes += value.withBytes { Digest(of: $0, key: key) }.bytes
    }
    return Digest(of: bytes, key: key)
  }

  /// Finds the values of the variables.
  static func find(
    _ variables: [ContentVariable], namespace: String, lookup: ValueLookup
  ) throws(Missing) -> ContentEnvironment {
    var values: [String: SecretValue] = [:]
    var holdsSecrets = false
    for variable in variables {
      switch variable.value {
      case .text(let text): values[variable.name] = SecretValue(text)
      case .source(let source):
        do throws(LookupError) {
          values[variable.name] = try lookup.value(source, namespace: namespace)
        } catch {
          throw Missing(origin: variable.origin, error: error)
        }
        if case .secret = source { holdsSecrets = true }
      }
    }
    return ContentEnvironment(values: values, holdsSecrets: holdsSecrets)
  }

  /// A variable without a value.
  struct Missing: Error {
    let origin: SourceLocation
    let error: LookupError
  }
}
