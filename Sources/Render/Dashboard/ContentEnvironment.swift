import Base
import Documents
import Manifests
import Secrets

/// The values that a content is made with.
struct ContentEnvironment: Sendable {
  /// By the variable's name.
  let values: [String: SecretValue]
  /// Names of the variables whose values are secret.
  let secrets: Set<String>

  static let empty = ContentEnvironment(values: [:], secrets: [])

  /// Whether one of them is secret: then nothing of the content may be shown, since it can be woven in anywhere.
  var holdsSecrets: Bool { !secrets.isEmpty }

  /// Whether a secret value stands in the text, in one of the spellings that a scrubber knows.
  func isSecret(in text: String) -> Bool {
    let scrubber = Scrubber()
    for name in secrets { if let value = values[name] { scrubber.add(value) } }
    return !scrubber.scrub(text).hasSameBytes(as: text)
  }

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
    var secrets: Set<String> = []
    for variable in variables {
      switch variable.value {
      case .text(let text): values[variable.name] = SecretValue(text)
      case .source(let source):
        do throws(LookupError) {
          let found = try lookup.found(source, namespace: namespace)
          values[variable.name] = found.value
          if found.isSecret { secrets.insert(variable.name) }
        } catch {
          throw Missing(origin: variable.origin, error: error)
        }
      }
    }
    return ContentEnvironment(values: values, secrets: secrets)
  }

  /// A variable without a value.
  struct Missing: Error {
    let origin: SourceLocation
    let error: LookupError
  }
}
