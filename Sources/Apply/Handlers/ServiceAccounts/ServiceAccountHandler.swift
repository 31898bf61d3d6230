import Base
import Documents
import Grafana
import Plan
import Render

/// Service accounts and their tokens (references grafana-http-api.md section 9.3, grafana-operator.md section 2.12).
struct ServiceAccountHandler: ObjectHandler {
  let session: GrafanaSession
  let copies: any CopyKeeper
  let files: TokenFiles

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    guard case .document(let body) = subject.body,
      let account = try await session.serviceAccount(named: subject.key.uid)
    else { return Inspection(digest: nil) }
    let stored = try await session.tokens(ofServiceAccount: account.id)
    let keeper = keeper(of: subject.key, subject.desired.reference, giver: subject.giver)
    let plan = try keeper.plan(body.model, stored: stored)
    let found = Self.form(account)
    var changes = DocumentChanges.describe(from: found, to: Self.form(body.model))
    let isAsked = changes.isEmpty
    changes += plan.changes
    let isEqual = changes.isEmpty && plan.obstacles.isEmpty
    let seen = Digest(of: JSONWriter.string(found) + changes.map(\.summary).joined(separator: "\n"))
    if account.isDisabled, body.model["isDisabled"]?.boolValue == true {
      // Tokens of a disabled account work on (reference grafana-http-api.md section 1.3), and those of others stay.
      changes += try keeper.foreign(among: stored).filter { !$0.hasExpired }.map {
        Change(
          "token \"\($0.name)\" is not from this repository and goes on working, though the account is disabled"
        )
      }
    }
    return Inspection(
      digest: isEqual ? subject.desired.digest : seen, marker: subject.observed.marker, changes: changes,
      occasion: isAsked && !plan.isMended ? plan.occasion : nil)
  }

  func foresee(_ subject: ForesightSubject) throws(GrafanaError) -> Foresight {
    guard case .document(let body) = subject.body else { return Foresight() }
    let keeper = keeper(of: subject.key, subject.reference, giver: subject.giver)
    let obstacles = try keeper.obstacles(body.model)
    guard obstacles.isEmpty else { return Foresight(obstacles: obstacles) }
    return Foresight(changes: try keeper.plan(body.model, stored: []).changes)
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    guard case .document(let wanted) = body, let digest = action.desiredDigest else {
      throw .wrongBody(action)
    }
    let keeper = keeper(of: action.key, action.reference, giver: action.giver)
    let model = wanted.model
    // What keeps the tokens from being made is told before anything is.
    if let obstacle = try keeper.obstacles(model).first { throw .obstructed(by: obstacle, action.key.uid) }
    let existing = try await session.serviceAccount(named: action.key.uid)
    if action.keepsCopy, let existing {
      try await copies.keep(
        try await copy(action.key, existing, action.reason), call: "keep a copy of \(action.key)")
    }
    let loop = WriteLoop<RemoteServiceAccount?, Int>(session: session)
    let id = try await loop.run(existing) { existing async throws(GrafanaError) -> Int in
      try await put(model, keeper, over: existing)
    } reread: {
      before, failure async throws(GrafanaError) -> WriteLoop<RemoteServiceAccount?, Int>.Decision in
      let found = try await session.serviceAccount(named: action.key.uid)
      if let found, Self.form(found) == Self.form(model) { return .done(found.id) }
      return failure.kind == .conflict && before == nil ? .stop : .again(found)
    }
    var hasMade = existing.map { Self.form($0) != Self.form(model) } ?? true
    do throws(GrafanaError) {
      let stored = try await session.tokens(ofServiceAccount: id)
      try await keeper.carryOut(
        try keeper.plan(model, stored: stored), id: id, stored: stored, hasMade: &hasMade)
    } catch {
      throw hasMade ? error.leavingPart : error
    }
    return Written(digest: digest)
  }

  private func put(
    _ model: JSONObject, _ keeper: TokenKeeper, over existing: RemoteServiceAccount?
  ) async throws(GrafanaError) -> Int {
    let role = model["role"]?.stringValue ?? ""
    let isDisabled = model["isDisabled"]?.boolValue ?? false
    guard let existing else {
      let id = try await session.createServiceAccount(
        keeper.owner.account, role: role, isDisabled: isDisabled)
      // Not every version reads it with the creation.
      do throws(GrafanaError) {
        if isDisabled { try await session.updateServiceAccount(id, role: role, isDisabled: true) }
      } catch {
        throw error.leavingPart
      }
      return id
    }
    if Self.form(existing) != Self.form(model) {
      if Self.isLess(role, than: existing.role) {
        try await refuseForOthers(existing, keeper, "PATCH", "its role stays")
      }
      try await session.updateServiceAccount(existing.id, role: role, isDisabled: isDisabled)
    }
    return existing.id
  }

  private static func isLess(_ role: String, than other: String) -> Bool {
    let roles = ["None", "Viewer", "Editor", "Admin"]
    return (roles.firstIndex(of: role) ?? 0) < (roles.firstIndex(of: other) ?? 0)
  }

  /// Somebody works with an account that has tokens which are not from Git; it may be Sluice itself.
  private func refuseForOthers(
    _ account: RemoteServiceAccount, _ keeper: TokenKeeper, _ method: String, _ consequence: String
  ) async throws(GrafanaError) {
    let stored = try await session.tokens(ofServiceAccount: account.id)
    let foreign = try keeper.foreign(among: stored).map(\.name).sorted()
    guard !foreign.isEmpty else { return }
    throw GrafanaError(
      kind: .refused, status: nil, call: "\(method) /api/serviceaccounts/\(account.id)",
      message:
        "the service account has tokens that are not from Git (\(foreign.joined(separator: ", "))), so that "
        + "somebody works with it: \(consequence); delete those tokens in the workspace first, or use another account"
    )
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    let keeper = keeper(of: action.key, action.reference, giver: nil)
    if let account = try await session.serviceAccount(named: action.key.uid) {
      if action.keepsCopy {
        try await copies.keep(
          try await copy(action.key, account, action.reason), call: "keep a copy of \(action.key)")
      }
      try await refuseForOthers(account, keeper, "DELETE", "it stays")
      try await session.deleteServiceAccount(account)
    }
    // The tokens went with the account.
    try keeper.forget()
  }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    guard let account = try await session.serviceAccount(named: key.uid) else { return nil }
    return try await copy(key, account, reason)
  }

  /// The account, without tokens: their values are shown once.
  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError) {
    guard let model = (try? JSONParser.parse(copy.content, options: .lenient))?.objectValue else {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: "restore \(copy.key)", message: "the copy is not JSON")
    }
    _ = try await put(
      model, keeper(of: copy.key, nil, giver: nil),
      over: try await session.serviceAccount(named: copy.key.uid))
  }

  /// - Parameter manifest: nil where none is known.
  private func keeper(of key: ObjectKey, _ manifest: ObjectReference?, giver: String?) -> TokenKeeper {
    TokenKeeper(session: session, files: files, owner: files.owner(key.uid, of: manifest), giver: giver)
  }

  private static func form(_ account: RemoteServiceAccount) -> JSON {
    ["role": .string(account.role), "isDisabled": .bool(account.isDisabled)]
  }

  private static func form(_ model: JSONObject) -> JSON {
    ["role": model["role"] ?? "", "isDisabled": model["isDisabled"] ?? false]
  }

  /// The account with the names of its tokens, for telling what a deletion has cost.
  private func copy(
    _ key: ObjectKey, _ account: RemoteServiceAccount, _ reason: String
  ) async throws(GrafanaError) -> ObjectCopy {
    let tokens = try await session.tokens(ofServiceAccount: account.id).map(\.name).sorted()
    let content: JSON = [
      "name": .string(account.name), "role": .string(account.role), "isDisabled": .bool(account.isDisabled),
      "tokens": .array(tokens.map { .string($0) }),
    ]
    return ObjectCopy(
      key: key, title: account.name, parentUID: "", content: JSONWriter.bytes(content), reason: reason)
  }
}
