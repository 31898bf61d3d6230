import Base
import Documents
import Grafana
import Render

/// Library panels (reference grafana-http-api.md section 8.1).
struct LibraryPanelFamily: DocumentFamily {
  let session: GrafanaSession
  let capabilities: ServerCapabilities

  var givesSecretsBack: Bool { true }

  func read(_ key: ObjectKey) async throws(GrafanaError) -> StoredDocument? {
    try await session.libraryPanel(key.uid).map { panel in
      StoredDocument(
        content: .object(LibraryPanelForm.content(of: panel)), title: panel.name, parentUID: panel.folderUID,
        version: panel.version)
    }
  }

  func compared(_ wanted: DocumentBody, _ stored: StoredDocument) -> (wanted: JSON, stored: JSON) {
    LibraryPanelForm.compared(wanted.model, stored.content.objectValue ?? JSONObject())
  }

  func write(
    _ body: DocumentBody, to place: DocumentPlace, over stored: StoredDocument?
  ) async throws(GrafanaError) {
    _ = try await save(body, to: place, over: stored)
  }

  func save(
    _ body: DocumentBody, to place: DocumentPlace, over stored: StoredDocument?
  ) async throws(GrafanaError) -> Int? {
    let model = LibraryPanelModel.model(of: body.model)
    guard let stored, let version = stored.version else { return try await create(model, place) }
    let next: Int
    do throws(GrafanaError) {
      next = try await session.updateLibraryPanel(
        uid: place.key.uid, name: place.title, model: model, folderUID: place.parentUID, version: version,
        byUID: capabilities.hasLibraryPanelsByUID)
    } catch let error where error.kind == .notFound || error.kind == .forbidden {
      // 12.4 answers 403 where it is gone (section 8.1).
      guard try await session.libraryPanel(place.key.uid) == nil else { throw error }
      return try await create(model, place)
    }
    if place.parentUID.isEmpty, !stored.parentUID.isEmpty { return try await leaveFolder(model, place, next) }
    return next
  }

  private func create(_ model: JSONObject, _ place: DocumentPlace) async throws(GrafanaError) -> Int {
    try await session.createLibraryPanel(
      uid: place.key.uid, name: place.title, model: model, folderUID: place.parentUID,
      byUID: capabilities.hasLibraryPanelsByUID)
  }

  /// Makes a library panel anew at the top level where the server has left it in its folder: many take an empty folder for
  /// none at all (Grafana, patchLibraryElement). One that dashboards show stays.
  private func leaveFolder(
    _ model: JSONObject, _ place: DocumentPlace, _ version: Int
  ) async throws(GrafanaError) -> Int {
    let uid = place.key.uid
    guard let present = try await session.libraryPanel(uid), !present.folderUID.isEmpty else {
      return version
    }
    let users = try await users(of: place.key)
    guard users.isEmpty else {
      throw GrafanaError(
        kind: .refused, status: nil, call: "PATCH /api/library-elements/\(uid)",
        message:
          "this server moves no library panel to the top level that dashboards show; \(Self.names(users)), and "
          + "it stays in its folder")
    }
    try await session.deleteLibraryPanel(uid)
    return try await create(model, place)
  }

  /// Servers from 12 on delete what dashboards show without a word (section 8.1), so it is looked up before.
  func delete(_ key: ObjectKey) async throws(GrafanaError) {
    let users = try await users(of: key)
    guard users.isEmpty else {
      throw GrafanaError(
        kind: .refused, status: nil, call: "DELETE /api/library-elements/\(key.uid)",
        message: "\(Self.names(users)); it stays")
    }
    try await session.deleteLibraryPanel(key.uid)
  }

  /// The dashboards that show it now. The listing of a server from 12 on may lag behind its dashboards, so each is asked.
  private func users(of key: ObjectKey) async throws(GrafanaError) -> [LibraryPanelUser] {
    var users: [LibraryPanelUser] = []
    let listed = try await session.users(
      ofLibraryPanel: key.uid, byUID: capabilities.hasLibraryPanelsByUID)
    for user in listed {
      guard let dashboard = try await session.dashboard(user.uid) else { continue }
      if capabilities.hasKubernetesLists, !DashboardForm.libraryPanels(in: dashboard.model).contains(key.uid)
      {
        continue
      }
      users.append(
        LibraryPanelUser(uid: user.uid, title: dashboard.model["title"]?.stringValue ?? user.title))
    }
    return users
  }

  private static func names(_ users: [LibraryPanelUser]) -> String {
    let names = users.prefix(3).map { "\"\($0.title)\"" }.joined(separator: ", ")
    let rest = users.count > 3 ? " and \(users.count - 3) more" : ""
    return users.count == 1 ? "the dashboard \(names) shows it" : "the dashboards \(names)\(rest) show it"
  }

  func restored(_ content: JSONObject) -> DocumentBody { DocumentBody(content) }
}
