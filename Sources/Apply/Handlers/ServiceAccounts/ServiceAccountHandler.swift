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
    let keeper = keeper(of: subject.key)
    let plan = try keeper.plan(body.model, stored: stored)
    let found = Self.form(account)
    var changes = DocumentChanges.describe(from: found, to: Self.form(body.model))
    let isAsked = changes.isEmpty
    changes += plan.changes
    let isEqual = changes.isEmpty && plan.obstacles.isEmpty && plan.leftovers.isEmpty
    let seen = Digest(of: JSONWriter.string(found) + changes.map(\.summary).joined(separator: "\n"))
    if account.isDisabled, body.model["isDisabled"]?.boolValue == true {
      changes += foreignTokens(stored, account)
    }
    return Inspection(
      digest: isEqual ? subject.desired.digest : seen, marker: subject.observed.marker, changes: changes,
      occasion: isAsked && !plan.isMended && !plan.makings.isEmpty ? "the time of its tokens has come" : nil)
  }

  /// Tokens of a disabled account work on (reference grafana-http-api.md section 1.3), and those of others stay.
  private func foreignTokens(_ stored: [RemoteToken], _ account: RemoteServiceAccount) -> [Change] {
    let ours = Set(((try? files.records(of: account.name)) ?? [:]).values.compactMap(\.id))
    return stored.filter { !ours.contains($0.id) && !$0.hasExpired }.map {
      Change(
        "token \"\($0.name)\" is not from this repository and goes on working, though the account is disabled"
      )
    }
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    guard case .document(let wanted) = body, let digest = action.desiredDigest else {
      throw .wrongBody(action)
    }
    let keeper = keeper(of: action.key)
    let model = wanted.model
    // What keeps the values from being written is told before anything is.
    if model["tokens"]?.arrayValue?.isEmpty == false { _ = try files.required(for: action.key.uid) }
    let existing = try await session.serviceAccount(named: action.key.uid)
    if action.keepsCopy, let existing {
      try await copies.keep(
        Self.copy(action.key, existing, action.reason), call: "keep a copy of \(action.key)")
    }
    let loop = WriteLoop<RemoteServiceAccount?, Int>(session: session)
    let id = try await loop.run(existing) { existing async throws(GrafanaError) -> Int in
      try await put(model, action.key.uid, over: existing)
    } reread: {
      before, failure async throws(GrafanaError) -> WriteLoop<RemoteServiceAccount?, Int>.Decision in
      let found = try await session.serviceAccount(named: action.key.uid)
      if let found, Self.form(found) == Self.form(model) { return .done(found.id) }
      return failure.kind == .conflict && before == nil ? .stop : .again(found)
    }
    let stored = try await session.tokens(ofServiceAccount: id)
    try await keeper.carryOut(try keeper.plan(model, stored: stored), id: id, stored: stored)
    return Written(digest: digest)
  }

  private func put(
    _ model: JSONObject, _ name: String, over existing: RemoteServiceAccount?
  ) async throws(GrafanaError) -> Int {
    let role = model["role"]?.stringValue ?? ""
    let isDisabled = model["isDisabled"]?.boolValue ?? false
    guard let existing else {
      let id = try await session.createServiceAccount(name, role: role, isDisabled: isDisabled)
      // Not every version reads it with the creation.
      if isDisabled { try await session.updateServiceAccount(id, role: role, isDisabled: true) }
      return id
    }
    if Self.form(existing) != Self.form(model) {
      if Self.isLess(role, than: existing.role) {
        try await refuseForOthers(existing, "PATCH", "its role stays")
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
    _ account: RemoteServiceAccount, _ method: String, _ consequence: String
  ) async throws(GrafanaError) {
    let stored = try await session.tokens(ofServiceAccount: account.id)
    let foreign = try keeper(of: ObjectKey(.serviceAccount, account.name)).foreign(among: stored)
    guard !foreign.isEmpty else { return }
    throw GrafanaError(
      kind: .refused, status: nil, call: "\(method) /api/serviceaccounts/\(account.id)",
      message:
        "the service account has tokens that are not from Git (\(foreign.joined(separator: ", "))), so that "
        + "somebody works with it: \(consequence); delete those tokens in the workspace first, or use another account"
    )
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    if let account = try await session.serviceAccount(named: action.key.uid) {
      if action.keepsCopy {
        try await copies.keep(
          Self.copy(action.key, account, action.reason), call: "keep a copy of \(action.key)")
      }
      try await refuseForOthers(account, "DELETE", "it stays")
      try await session.deleteServiceAccount(account)
    }
    // The tokens went with the account.
    for place in try files.records(of: action.key.uid).keys.sorted() { try files.remove(place) }
  }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    try await session.serviceAccount(named: key.uid).map { Self.copy(key, $0, reason) }
  }

  /// The account, without tokens: their values are shown once.
  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError) {
    guard let model = (try? JSONParser.parse(copy.content, options: .lenient))?.objectValue else {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: "restore \(copy.key)", message: "the copy is not JSON")
    }
    _ = try await put(model, copy.key.uid, over: try await session.serviceAccount(named: copy.key.uid))
  }

  private func keeper(of key: ObjectKey) -> TokenKeeper {
    TokenKeeper(session: session, files: files, account: key.uid)
  }

  private static func form(_ account: RemoteServiceAccount) -> JSON {
    ["role": .string(account.role), "isDisabled": .bool(account.isDisabled)]
  }

  private static func form(_ model: JSONObject) -> JSON {
    ["role": model["role"] ?? "", "isDisabled": model["isDisabled"] ?? false]
  }

  private static func copy(_ key: ObjectKey, _ account: RemoteServiceAccount, _ reason: String) -> ObjectCopy
  {
    let content: JSON = [
      "name": .string(account.name), "role": .string(account.role), "isDisabled": .bool(account.isDisabled),
    ]
    return ObjectCopy(
      key: key, title: account.name, parentUID: "", content: JSONWriter.bytes(content), reason: reason)
  }
}
