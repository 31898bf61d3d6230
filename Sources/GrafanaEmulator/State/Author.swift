/// Who made or changed an object.
enum Author: Hashable, Sendable {
  case user(uid: String, login: String)
  case serviceAccount(uid: String)
  case apiKey

  /// What the old API shows: only users have names.
  var displayName: String {
    if case .user(_, let login) = self { login } else { Self.unknown }
  }

  /// What the Kubernetes-style API shows in `grafana.app/createdBy` and `updatedBy`.
  var reference: String {
    switch self {
    case .user(let uid, _): "user:\(uid)"
    case .serviceAccount(let uid): "service-account:\(uid)"
    case .apiKey: "api-key"
    }
  }

  /// What stands where nobody is known.
  static let unknown = "Anonymous"
}
