import Apply
import Base
import HTTP
import Manifests
import Render
import Secrets

/// What a workspace is called with, and what to do where it does not take it.
struct WorkspaceCredentials: Sendable {
  let authorization: SecretHeader
  let remedies: AccessRemedies

  /// Looks the values up that the manifest names. One that no server could take is refused here, by the Secret's name:
  /// the server would only say that something is not valid.
  init(_ workspace: WorkspaceRendering, _ lookup: ValueLookup) throws(WorkspaceConnection.Failure) {
    switch workspace.instance.credentials {
    case .token(let selector):
      let token = CredentialValue("token", selector, workspace, lookup)
      authorization = .bearer(try token.read())
      remedies = AccessRemedies(token: token.name)
    case .basic(let userSelector, let passwordSelector):
      let user = CredentialValue("user", userSelector, workspace, lookup, isName: true)
      let password = CredentialValue("password", passwordSelector, workspace, lookup)
      authorization = .basic(user: try user.read().revealed, password: try password.read())
      remedies = AccessRemedies(user: user.name, password: password.name)
    }
  }
}

/// One value of a Secret that credentials consist of.
private struct CredentialValue {
  /// `token`, `user`, `password`.
  private let word: String
  private let selector: KeySelector
  private let workspace: WorkspaceRendering
  private let lookup: ValueLookup
  private let isName: Bool

  /// - Parameter isName: texts may say it.
  init(
    _ word: String, _ selector: KeySelector, _ workspace: WorkspaceRendering, _ lookup: ValueLookup,
    isName: Bool = false
  ) {
    self.isName = isName
    self.word = word
    self.selector = selector
    self.workspace = workspace
    self.lookup = lookup
  }

  private var namespace: String { workspace.reference.namespace }

  /// `the token in the Secret monitoring/grafana, key token (/run/secrets/monitoring/grafana/token)`.
  var name: String {
    let place = lookup.place(of: .secret(selector), namespace: namespace)
    return "the \(word) in the Secret \(namespace)/\(selector.name), key \(selector.key)"
      + (place.map { " (\($0))" } ?? "")
  }

  func read() throws(WorkspaceConnection.Failure) -> SecretValue {
    let value: SecretValue
    do throws(LookupError) {
      value = try lookup.value(.secret(selector), namespace: namespace, isName: isName).trimmed
    } catch {
      throw failure("missing-value", error.message, remedy: error.remedy)
    }
    if value.isEmpty {
      throw failure("unusable-value", "\(name) is empty", remedy: "put the \(word) there")
    }
    if value.withBytes({ $0.contains { $0 < 0x20 || $0 == 0x7F } }) {
      throw failure(
        "unusable-value", "\(name) has a line break or another control character inside",
        remedy: "put the \(word) there alone, on one line")
    }
    return value
  }

  private func failure(_ code: String, _ message: String, remedy: String) -> WorkspaceConnection.Failure {
    .configuration(
      Diagnostic(
        .error, code: code, subject: workspace.reference, at: selector.origin, message, remedy: remedy))
  }
}
