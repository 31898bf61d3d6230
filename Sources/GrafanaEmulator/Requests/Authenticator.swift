internal import Base
internal import Documents
internal import HTTPServer

/// Tells who sends a request.
enum Authenticator {
  /// Nil where the request has no credentials.
  static func caller(
    of request: ServerRequest, in workspace: inout Workspace
  ) throws(Refusal) -> Caller? {
    guard let header = request.headers["Authorization"] else { return nil }
    var caller = try caller(for: header, in: &workspace)
    if let asked = request.headers["X-Grafana-Org-Id"], Int(asked) ?? 0 > 1 {
      if workspace.lens.accounts.organisationIsLookedUpFirst {
        throw Refusal.failed(404, "Organization not found")
      }
      caller.role = .none
    }
    return caller
  }

  private static func caller(for header: String, in workspace: inout Workspace) throws(Refusal) -> Caller {
    let parts = header.split(separator: " ", maxSplits: 1)
    let credentials = parts.count > 1 ? String(parts[1]) : ""
    switch parts.first?.lowercased() {
    case "basic": return try password(credentials, in: workspace)
    case "bearer" where !credentials.isEmpty: return try token(credentials, in: &workspace)
    default: throw Refusal.credentials(.malformedHeader)
    }
  }

  private static func password(_ encoded: String, in workspace: Workspace) throws(Refusal) -> Caller {
    guard let bytes = Base64.decode(encoded), let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
      throw Refusal.credentials(.malformedHeader)
    }
    let login = String(decoding: bytes[..<colon], as: UTF8.self)
    let password = SecretValue(Array(bytes[(colon + 1)...]))
    guard let user = workspace.users.first(where: { $0.login == login || $0.email == login }),
      user.password == password
    else { throw Refusal.credentials(.wrongPassword) }
    return Caller(user: user)
  }

  private static func token(_ text: String, in workspace: inout Workspace) throws(Refusal) -> Caller {
    let secret = SecretValue(text)
    let now = Moment.now
    if let place = workspace.place(ofToken: secret) {
      let token = workspace.serviceAccounts[place.account].tokens[place.token]
      guard !token.hasExpired(at: now) else { throw Refusal.credentials(.expiredToken) }
      workspace.serviceAccounts[place.account].tokens[place.token].lastUsed = now
      return Caller(account: workspace.serviceAccounts[place.account])
    }
    if let place = workspace.apiKeys.firstIndex(where: { $0.secret == secret }) {
      let key = workspace.apiKeys[place]
      guard !key.hasExpired(at: now) else { throw Refusal.credentials(.expiredToken) }
      workspace.apiKeys[place].lastUsed = now
      return Caller(keyWith: key.role)
    }
    throw Refusal.credentials(isWellFormed(text) ? .unknownToken : .malformedToken)
  }

  /// Whether a text has the form of an API key, or of a token whose checksum is right.
  private static func isWellFormed(_ text: String) -> Bool {
    if text.hasPrefix("glsa_") { return NameMaker.hasTokenForm(text) }
    guard let bytes = Base64.decode(text), let value = try? JSONParser.parse(bytes, options: .lenient) else {
      return false
    }
    return value["k"]?.stringValue != nil
  }
}
