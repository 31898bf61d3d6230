import Base
import Manifests
import Secrets

/// How a manifest reaches its workspace, as far as two manifests of one workspace may disagree about it.
struct WorkspaceAccess {
  /// A value of a Secret: the same where it stands in the same place, or is found to be equal.
  private struct Value: Equatable {
    let place: String
    let found: SecretValue?

    static func == (left: Value, right: Value) -> Bool {
      left.place == right.place || left.found != nil && left.found == right.found
    }
  }

  private let credentials: [Value]
  private let trust: [Value]
  private let isVerified: Bool
  private let headers: [String: String]
  private let timeout: Duration

  init(_ object: ManifestObject, _ instance: GrafanaInstance, _ lookup: ValueLookup) {
    func value(_ selector: KeySelector, _ namespace: String, isName: Bool = false) -> Value {
      Value(
        place: "\(namespace)/\(selector.name)/\(selector.key)",
        found: (try? lookup.value(.secret(selector), namespace: namespace, isName: isName))?.trimmed)
    }
    let namespace = object.reference.namespace
    credentials =
      switch instance.credentials {
      case .token(let token): [value(token, namespace)]
      case .basic(let user, let password):
        [value(user, namespace, isName: true), value(password, namespace)]
      }
    switch instance.trust {
    case .system: (isVerified, trust) = (true, [])
    case .unverified: (isVerified, trust) = (false, [])
    case .secret(let namespace, let name):
      isVerified = true
      // A key that is in neither Secret is the same in both.
      trust = ["ca.crt", "tls.crt", "tls.key"].map { key in
        let found = value(KeySelector(name: name, key: key, origin: object.origin), namespace)
        return found.found == nil ? Value(place: key, found: nil) : found
      }
    }
    headers = instance.headers
    timeout = instance.timeout
  }

  /// What leads elsewhere, or may: `credentials`, `trust`, `headers`, `timeout`. Values that cannot be found are equal only
  /// where they stand in one place.
  func differences(from other: WorkspaceAccess) -> [String] {
    var names: [String] = []
    if credentials != other.credentials { names.append("credentials") }
    if isVerified != other.isVerified || trust != other.trust { names.append("trust") }
    if headers != other.headers { names.append("headers") }
    if timeout != other.timeout { names.append("timeout") }
    return names
  }
}
