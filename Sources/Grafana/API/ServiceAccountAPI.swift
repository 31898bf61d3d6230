import Base
import Documents
import HTTP

/// A service account as a server shows it.
public struct RemoteServiceAccount: Sendable {
  public let id: Int
  public let name: String
  public let role: String
  public let isDisabled: Bool
  /// How many tokens it has; listings only.
  public let tokenCount: Int
}

/// A token of a service account, without its value, which is shown once, when it is made.
public struct RemoteToken: Hashable, Sendable {
  public let id: Int
  public let name: String
  public let created: Timestamp?
  /// As the server has it, whatever was asked for; nil for one that never ends.
  public let expiration: Timestamp?
  public let hasExpired: Bool

  public init(id: Int, name: String, created: Timestamp?, expiration: Timestamp?, hasExpired: Bool) {
    self.id = id
    self.name = name
    self.created = created
    self.expiration = expiration
    self.hasExpired = hasExpired
  }
}

/// Service accounts, from 9.0 on (reference grafana-http-api.md section 9.3).
extension GrafanaSession {
  private static var accountsPath: String { "/api/serviceaccounts" }
  private static let accountsPerPage = 1000

  /// - Parameter query: what names have to contain; empty for all.
  public func serviceAccounts(query: String = "") async throws(GrafanaError) -> [RemoteServiceAccount] {
    var accounts: [RemoteServiceAccount] = []
    var page = 1
    while true {
      let path = Self.accountsPath + "/search"
      let answer = try await get(
        path,
        query: [("query", query), ("perpage", String(Self.accountsPerPage)), ("page", String(page))])
      guard let rows = answer["serviceAccounts"]?.arrayValue else {
        throw GrafanaError(
          kind: .unexpected, status: 200, call: "GET \(path)", message: "the answer has no serviceAccounts")
      }
      accounts += rows.compactMap { RemoteServiceAccount($0) }
      if rows.count < Self.accountsPerPage { return accounts }
      page += 1
    }
  }

  /// Nil where there is none of the name.
  public func serviceAccount(named name: String) async throws(GrafanaError) -> RemoteServiceAccount? {
    try await serviceAccounts(query: name).first { $0.name == name }
  }

  /// - Returns: the new account's number.
  public func createServiceAccount(
    _ name: String, role: String, isDisabled: Bool
  ) async throws(GrafanaError) -> Int {
    let answer = try await write(
      .post, Self.accountsPath,
      body: ["name": .string(name), "role": .string(role), "isDisabled": .bool(isDisabled)])
    guard let id = try answer.json(of: "POST \(Self.accountsPath)")["id"]?.intValue else {
      throw GrafanaError(
        kind: .unexpected, status: answer.status, call: "POST \(Self.accountsPath)",
        message: "the answer shows no service account")
    }
    return id
  }

  public func updateServiceAccount(_ id: Int, role: String, isDisabled: Bool) async throws(GrafanaError) {
    try await write(
      .patch, "\(Self.accountsPath)/\(id)", body: ["role": .string(role), "isDisabled": .bool(isDisabled)])
  }

  /// Deletes an account with its tokens. Servers before 12.0.2 answer 500 to one that is gone (reference
  /// grafana-operator.md section 2.12), so what a failure means is looked up.
  public func deleteServiceAccount(_ account: RemoteServiceAccount) async throws(GrafanaError) {
    do throws(GrafanaError) {
      try await write(.delete, "\(Self.accountsPath)/\(account.id)")
    } catch let error where error.status == 404 || error.status == 500 {
      let present = try await serviceAccounts(query: account.name).contains { $0.id == account.id }
      if present { throw error }
    }
  }

  public func tokens(ofServiceAccount id: Int) async throws(GrafanaError) -> [RemoteToken] {
    let path = "\(Self.accountsPath)/\(id)/tokens"
    let answer = try await get(path)
    guard let rows = answer.arrayValue else {
      throw GrafanaError(
        kind: .unexpected, status: 200, call: "GET \(path)",
        message: "the answer is \(answer.typeName), not a list")
    }
    return rows.compactMap { RemoteToken($0) }
  }

  /// A token of that name, of whatever account, is a conflict: names are unique in an organisation.
  /// - Parameter lifetime: nil for a token that never ends.
  public func createToken(
    _ name: String, ofServiceAccount id: Int, lifetime: Duration?
  ) async throws(GrafanaError) -> (id: Int, value: SecretValue) {
    let path = "\(Self.accountsPath)/\(id)/tokens"
    var body = JSONObject([("name", .string(name))])
    if let lifetime { body["secondsToLive"] = .number(JSONNumber(Int(lifetime.components.seconds))) }
    let answer: Answer
    do throws(GrafanaError) {
      answer = try await write(.post, path, body: .object(body))
    } catch let error where error.message.contains("given name already exists") {
      // 400 from 10 on.
      throw GrafanaError(kind: .conflict, status: error.status, call: error.call, message: error.message)
    }
    let token = try answer.json(of: "POST \(path)")
    guard let number = token["id"]?.intValue, let value = token["key"]?.stringValue, !value.isEmpty else {
      throw GrafanaError(
        kind: .unexpected, status: answer.status, call: "POST \(path)", message: "the answer shows no token")
    }
    return (number, SecretValue(value))
  }

  /// That it is gone already is no error; servers of 9 answer 500 to it.
  public func deleteToken(_ token: Int, ofServiceAccount id: Int) async throws(GrafanaError) {
    do throws(GrafanaError) {
      try await write(.delete, "\(Self.accountsPath)/\(id)/tokens/\(token)")
    } catch let error where error.status == 404 || error.status == 500 {
      let present = try await tokens(ofServiceAccount: id).contains { $0.id == token }
      if present { throw error }
    }
  }
}

extension RemoteServiceAccount {
  init?(_ json: JSON) {
    guard let id = json["id"]?.intValue, let name = json["name"]?.stringValue else { return nil }
    self.id = id
    self.name = name
    role = json["role"]?.stringValue ?? ""
    isDisabled = json["isDisabled"]?.boolValue ?? false
    tokenCount = json["tokens"]?.intValue ?? 0
  }
}

extension RemoteToken {
  init?(_ json: JSON) {
    guard let id = json["id"]?.intValue, let name = json["name"]?.stringValue else { return nil }
    self.id = id
    self.name = name
    created = json["created"]?.stringValue.flatMap { Timestamp($0) }
    expiration = json["expiration"]?.stringValue.flatMap { Timestamp($0) }
    hasExpired = json["hasExpired"]?.boolValue ?? false
  }
}
