internal import Base
internal import Documents

/// Users, service accounts and their tokens.
extension Workspace {
  @discardableResult
  mutating func addUser(
    login: String, email: String, name: String, password: SecretValue, role: Role
  ) -> UserRecord {
    let user = UserRecord(
      id: names.number(.person), uid: lens.peopleHaveUIDs ? names.uid() : "", login: login, name: name,
      email: email, password: password, role: role, isServerAdmin: false, created: .now)
    users.append(user)
    return user
  }

  @discardableResult
  mutating func addServiceAccount(_ name: String, role: Role, isDisabled: Bool = false)
    -> ServiceAccountRecord
  {
    let now = Moment.now
    let login = name.lowercased().split(separator: " ").joined(separator: "-")
    let account = ServiceAccountRecord(
      id: names.number(.person), uid: lens.peopleHaveUIDs ? names.uid() : "", name: name,
      login: (lens.peopleHaveUIDs ? "sa-1-" : "sa-") + login, role: role, isDisabled: isDisabled,
      created: now, updated: now)
    serviceAccounts.append(account)
    return account
  }

  /// - Parameter secondsToLive: 0 never ends.
  mutating func addToken(_ name: String, toAccountAt place: Int, secondsToLive: Int) -> TokenRecord {
    let now = Moment.now
    let token = TokenRecord(
      id: names.number(.token), name: name, secret: SecretValue(NameMaker.serviceAccountToken()),
      role: serviceAccounts[place].role, created: now,
      expires: secondsToLive > 0 ? now.adding(seconds: secondsToLive) : nil)
    serviceAccounts[place].tokens.append(token)
    return token
  }

  /// - Parameter secondsToLive: 0 never ends.
  mutating func addAPIKey(_ name: String, role: Role, secondsToLive: Int) -> TokenRecord {
    let packed: JSON = ["k": JSON(NameMaker.keySecret()), "n": JSON(name), "id": 1]
    let now = Moment.now
    let key = TokenRecord(
      id: names.number(.token), name: name, secret: SecretValue(Base64.encode(JSONWriter.bytes(packed))),
      role: role, created: now, expires: secondsToLive > 0 ? now.adding(seconds: secondsToLive) : nil)
    apiKeys.append(key)
    return key
  }

  /// Where the token with that secret is.
  func place(ofToken secret: SecretValue) -> (account: Int, token: Int)? {
    for (account, record) in serviceAccounts.enumerated() {
      if let token = record.tokens.firstIndex(where: { $0.secret == secret }) { return (account, token) }
    }
    return nil
  }

  /// The row of a user; tokens and keys have no personal permissions.
  func userID(of caller: Caller) -> Int? {
    if case .user = caller.author { caller.accountID } else { nil }
  }

  /// The caller's row; nil for tokens and keys.
  func user(of caller: Caller) -> UserRecord? {
    userID(of: caller).flatMap { id in users.first { $0.id == id } }
  }

  func isStarred(_ uid: String, by caller: Caller) -> Bool {
    user(of: caller)?.starredDashboards.contains(uid) ?? false
  }

  /// Lets all tokens and keys end now.
  mutating func expireTokens() {
    let now = Moment.now
    for account in serviceAccounts.indices {
      for token in serviceAccounts[account].tokens.indices {
        serviceAccounts[account].tokens[token].expires = now
      }
    }
    for key in apiKeys.indices { apiKeys[key].expires = now }
  }
}
