import Base
import Documents
import Grafana
import Plan
import Render

/// What belongs to a dashboard beside its model: permissions and a public link. Neither is in a listing of dashboards, and
/// neither makes a version.
struct DashboardExtras {
  let session: GrafanaSession
  /// Remembers the links that were made or taken over from Git; a server does not tell who made one.
  let memory: any ObjectMemory

  /// What is remembered of a dashboard.
  static let linkName = "public link"
  /// As earlier versions remembered that the content was made with secrets.
  static let formerSecretName = "content of Secrets"

  /// A link that left Git.
  static let linkRemoved = Change("public link removed")

  /// What differs from the wanted.
  /// - Parameters:
  ///   - isOurs: the dashboard, before this plan.
  ///   - mayHaveLink: the listing shows a link of the dashboard.
  func changes(
    _ key: ObjectKey, _ wanted: DashboardBody, isOurs isOurDashboard: Bool, mayHaveLink: Bool
  ) async throws(GrafanaError) -> [Change] {
    var changes: [Change] = []
    let kept = wanted.permissions == nil && isOurDashboard ? try await former(key).kept() : nil
    if wanted.permissions != nil || kept != nil {
      let change = FormerPermissions.change(
        stored: try await storedPermissions(key), wanted: wanted.permissions, kept: kept)
      if let change { changes.append(change) }
    }
    guard wanted.link != nil || mayHaveLink else { return changes }
    let link = try await session.publicDashboard(of: key.uid)
    let isOurs = try await isOurs(link, key)
    switch (wanted.link, link) {
    case (let wanted?, let link?): changes += Self.differences(wanted, link, isOurs: isOurs)
    case (.some, nil): changes.append(Change("public link added"))
    case (nil, .some):
      if isOurs { changes.append(Self.linkRemoved) }
    case (nil, nil): break
    }
    return changes
  }

  /// Whether a write has to look at what there is.
  func concern(_ wanted: DashboardBody, _ changes: [Change]) -> Bool {
    wanted.permissions != nil || wanted.link != nil || changes.contains(Self.linkRemoved)
      || FormerPermissions.areConcerned(by: changes)
  }

  /// Brings the wanted permissions about, with no call for those that are right already. Where none are wanted any more,
  /// those from before come back.
  /// - Parameter isNew: the dashboard was not there, or was not ours, before this write.
  func setPermissions(
    _ wanted: DashboardBody, _ action: Action, isNew: Bool
  ) async throws(GrafanaError) {
    let key = action.key
    try await former(key).bringAbout(wanted.permissions, action.changes, isNew: isNew) {
      () async throws(GrafanaError) -> [JSON] in
      try await storedPermissions(key)
    } set: { permissions async throws(GrafanaError) in
      try await session.setDashboardPermissions(key.uid, permissions)
    }
  }

  /// What was there before does not come back with the dashboard.
  func forgetPermissions(of key: ObjectKey) async throws(GrafanaError) { try await former(key).forget() }

  private func former(_ key: ObjectKey) -> FormerPermissions {
    FormerPermissions(session: session, memory: memory, key: key)
  }

  /// Brings the wanted link about, with no call for one that is right already.
  func setLink(_ key: ObjectKey, _ wanted: DashboardBody, _ changes: [Change]) async throws(GrafanaError) {
    if let link = wanted.link {
      try await share(key, link)
    } else if changes.contains(Self.linkRemoved) {
      try await removeLink(of: key)
    }
  }

  // MARK: Copies

  /// Adds to a copy what the workspace shows of them. What it does not know, or does not show to this token, is left out:
  /// it could not be written there either.
  func add(to copy: inout DashboardCopy, _ key: ObjectKey) async throws(GrafanaError) {
    copy.permissions = try await known { () async throws(GrafanaError) -> [JSON] in
      try await storedPermissions(key)
    }
    copy.link = try await known { () async throws(GrafanaError) -> DashboardCopy.Link in
      try await session.publicDashboard(of: key.uid).map { .present($0) } ?? .none
    }
  }

  /// Makes them again what a copy says; what it does not say stays.
  func restore(_ copy: DashboardCopy, _ key: ObjectKey) async throws(GrafanaError) {
    if let permissions = copy.permissions, try await storedPermissions(key) != permissions {
      try await session.setDashboardPermissions(key.uid, permissions)
    }
    guard let wanted = copy.link else { return }
    let present = try await session.publicDashboard(of: key.uid)
    switch wanted {
    case .none: if let present { try await session.deletePublicDashboard(present) }
    case .present(let link):
      if let present, present.uid == link.uid, present.accessToken == link.accessToken {
        if present != link { try await session.updatePublicDashboard(present, link.link) }
        return
      }
      // A server changes everything of a link but its names.
      if let present { try await session.deletePublicDashboard(present) }
      try await session.createPublicDashboard(of: key.uid, link.link, linkUID: link.uid)
    }
  }

  private func known<Value>(
    _ read: () async throws(GrafanaError) -> Value
  ) async throws(GrafanaError) -> Value? {
    do throws(GrafanaError) {
      return try await read()
    } catch let error where error.kind == .notFound || error.kind == .forbidden {
      return nil
    }
  }

  // MARK: Memory

  /// Takes away the link of a dashboard that is about to go: made anew under its uid, it would be public again.
  func removeLink(of key: ObjectKey) async throws(GrafanaError) {
    if let link = try await session.publicDashboard(of: key.uid), try await isOurs(link, key) {
      try await session.deletePublicDashboard(link)
    }
    try await forget(Self.linkName, key)
  }

  /// Whether anything of that name is remembered.
  func remembers(_ name: String, _ key: ObjectKey) async throws(GrafanaError) -> Bool {
    try await memory.parts(of: .object(key), call: Self.call(key)).contains(name)
  }

  func remember(_ name: String, _ key: ObjectKey) async throws(GrafanaError) {
    let parts = try await memory.parts(of: .object(key), call: Self.call(key))
    if parts.contains(name) { return }
    try await memory.remember(parts.union([name]), of: .object(key), call: Self.call(key))
  }

  func forget(_ name: String, _ key: ObjectKey) async throws(GrafanaError) {
    let parts = try await memory.parts(of: .object(key), call: Self.call(key))
    guard parts.contains(name) else { return }
    try await memory.remember(parts.subtracting([name]), of: .object(key), call: Self.call(key))
  }

  // MARK: Links

  private func share(_ key: ObjectKey, _ wanted: PublicLink) async throws(GrafanaError) {
    // Before the call, so that no link is made that nobody knows of.
    try await remember(Self.linkName, key)
    var existing = try await session.publicDashboard(of: key.uid)
    if let link = existing, let token = wanted.accessToken, link.accessToken != token {
      // A server changes everything of a link but its token.
      try await session.deletePublicDashboard(link)
      existing = nil
    }
    guard let link = existing else {
      return try await session.createPublicDashboard(of: key.uid, wanted, linkUID: Self.linkUID(key))
    }
    if Self.differences(wanted, link, isOurs: true).isEmpty { return }
    try await session.updatePublicDashboard(link, wanted)
  }

  /// Known by its uid too, so that a lost memory leaves no link open.
  private func isOurs(_ link: RemotePublicDashboard?, _ key: ObjectKey) async throws(GrafanaError) -> Bool {
    guard let link else { return false }
    if link.uid == Self.linkUID(key) { return true }
    return try await remembers(Self.linkName, key)
  }

  private static func differences(
    _ wanted: PublicLink, _ link: RemotePublicDashboard, isOurs: Bool
  ) -> [Change] {
    var changes: [Change] = []
    func compare(_ name: String, _ wanted: Bool, _ stored: Bool?) {
      guard let stored, stored != wanted else { return }
      changes.append(Change("public link: \(name)", before: String(stored), after: String(wanted)))
    }
    compare("enabled", wanted.isEnabled, link.isEnabled)
    compare("annotationsEnabled", wanted.showsAnnotations, link.showsAnnotations)
    compare("timeSelectionEnabled", wanted.allowsTimeSelection, link.allowsTimeSelection)
    if let token = wanted.accessToken, token != link.accessToken {
      changes.append(Change("public link: accessToken (changed)"))
    }
    if changes.isEmpty, !isOurs { changes.append(Change("public link taken over")) }
    return changes
  }

  /// At most 40 characters.
  private static func linkUID(_ key: ObjectKey) -> String {
    "sluice-" + Digest(of: key.description).description.prefix(32)
  }

  // MARK: Permissions

  private func storedPermissions(_ key: ObjectKey) async throws(GrafanaError) -> [JSON] {
    DashboardBody(.null, permissions: try await session.dashboardPermissions(key.uid)).permissions ?? []
  }

  private static func call(_ key: ObjectKey) -> String { "write \(key)" }
}
