import Documents
import HTTP

/// A library panel as a server shows it.
public struct RemoteLibraryPanel: Sendable {
  public let uid: String
  public let name: String
  /// Empty at the top level.
  public let folderUID: String
  public let version: Int
  /// The panel's model as it is stored.
  public let model: JSONObject
}

/// A dashboard that shows a library panel.
public struct LibraryPanelUser: Hashable, Sendable {
  public let uid: String
  /// Empty where the server does not tell.
  public let title: String

  public init(uid: String, title: String) {
    self.uid = uid
    self.title = title
  }
}

extension GrafanaSession {
  private static let elements = "/api/library-elements"
  private static let pageSize = 100

  private static func path(_ uid: String) -> String { "\(elements)/\(PercentEncoding.encode(uid))" }

  /// All library panels, with their models (reference grafana-http-api.md section 8.1).
  public func libraryPanels() async throws(GrafanaError) -> [RemoteLibraryPanel] {
    var found: [RemoteLibraryPanel] = []
    var page = 1
    while true {
      let answer = try await get(
        Self.elements,
        query: [("kind", "1"), ("perPage", String(Self.pageSize)), ("page", String(page))])
      guard let rows = answer["result"]?["elements"]?.arrayValue else {
        throw GrafanaError(
          kind: .unexpected, status: 200, call: "GET \(Self.elements)",
          message: "the answer is no list of library elements")
      }
      found += rows.compactMap { RemoteLibraryPanel($0) }
      // The total that servers of 9 name is always 0, so a short page is the end.
      if rows.count < Self.pageSize || page >= 1000 { return found }
      page += 1
    }
  }

  /// How many library panels lie in a folder, for servers without counts.
  public func libraryPanels(inFolder uid: String) async throws(GrafanaError) -> Int {
    try await libraryPanels().count { $0.folderUID == uid }
  }

  /// Nil where there is no such library panel.
  public func libraryPanel(_ uid: String) async throws(GrafanaError) -> RemoteLibraryPanel? {
    do throws(GrafanaError) {
      let path = Self.path(uid)
      guard let element = try await get(path)["result"], let panel = RemoteLibraryPanel(element) else {
        throw GrafanaError(
          kind: .unexpected, status: 200, call: "GET \(path)", message: "the answer is no library panel")
      }
      return panel
    } catch let error where error.kind == .notFound {
      return nil
    }
  }

  /// - Parameter byUID: the server knows the folders of library panels by uid; otherwise by number.
  /// - Returns: the version that it has then.
  public func createLibraryPanel(
    uid: String, name: String, model: JSONObject, folderUID: String, byUID: Bool
  ) async throws(GrafanaError) -> Int {
    var body = JSONObject([
      ("uid", .string(uid)), ("name", .string(name)), ("kind", 1), ("model", .object(model)),
    ])
    let folder = try await place(folderUID, byUID: byUID)
    body[folder.name] = folder.value
    return try await write(Self.elements, .post, body)
  }

  /// - Parameter version: of the library panel as it was read; another one on the server answers a conflict.
  /// - Returns: the version that it has then.
  public func updateLibraryPanel(
    uid: String, name: String, model: JSONObject, folderUID: String, version: Int, byUID: Bool
  ) async throws(GrafanaError) -> Int {
    var body = JSONObject([
      ("name", .string(name)), ("kind", 1), ("model", .object(model)),
      ("version", .number(JSONNumber(version))),
    ])
    let folder = try await place(folderUID, byUID: byUID)
    body[folder.name] = folder.value
    return try await write(Self.path(uid), .patch, body)
  }

  /// That it is gone already is no error.
  public func deleteLibraryPanel(_ uid: String) async throws(GrafanaError) {
    do throws(GrafanaError) {
      try await write(.delete, Self.path(uid))
    } catch let error where error.kind == .notFound {
      return
    } catch let error where error.message.contains(Self.connected) {
      // 403, though the token's role has nothing to do with it.
      throw GrafanaError(kind: .refused, status: error.status, call: error.call, message: error.message)
    }
  }

  private static let connected = "has connections"
  private static let taken = "already exists"

  /// The dashboards that show a library panel, as far as the server tells who they are; sorted by their uids.
  /// - Parameter byUID: the server tells their uids; otherwise their numbers, by which they are looked for.
  public func users(ofLibraryPanel uid: String, byUID: Bool) async throws(GrafanaError) -> [LibraryPanelUser]
  {
    let rows: [JSON]
    do throws(GrafanaError) {
      rows = try await get(Self.path(uid) + "/connections")["result"]?.arrayValue ?? []
    } catch let error where error.kind == .notFound {
      return []
    }
    if byUID {
      let uids = Set(rows.compactMap { $0["connectionUid"]?.stringValue }.filter { !$0.isEmpty })
      return uids.sorted().map { LibraryPanelUser(uid: $0, title: "") }
    }
    var users: Set<LibraryPanelUser> = []
    for number in rows.compactMap({ $0["connectionId"]?.intValue }) {
      let hits = try await get("/api/search", query: [("dashboardIds", String(number))]).arrayValue ?? []
      for hit in hits where hit["id"]?.intValue == number {
        guard let uid = hit["uid"]?.stringValue else { continue }
        users.insert(LibraryPanelUser(uid: uid, title: hit["title"]?.stringValue ?? ""))
      }
    }
    return users.sorted { $0.uid < $1.uid }
  }

  /// Where a library panel is to lie, as the server takes it.
  private func place(
    _ folderUID: String, byUID: Bool
  ) async throws(GrafanaError) -> (name: String, value: JSON) {
    if byUID { return ("folderUid", .string(folderUID)) }
    if folderUID.isEmpty { return ("folderId", 0) }
    let path = "/api/folders/\(PercentEncoding.encode(folderUID))"
    guard let number = try await get(path)["id"]?.intValue else {
      throw GrafanaError(
        kind: .unexpected, status: 200, call: "GET \(path)", message: "the folder has no number")
    }
    return ("folderId", .number(JSONNumber(number)))
  }

  private func write(
    _ path: String, _ method: HTTPMethod, _ body: JSONObject
  ) async throws(GrafanaError) -> Int {
    do throws(GrafanaError) {
      let answer = try await write(method, path, body: .object(body))
      return try answer.json(of: Self.call(method, path))["result"]?["version"]?.intValue ?? 0
    } catch let error where error.status == 400 && error.message.contains(Self.taken) {
      throw GrafanaError(kind: .conflict, status: error.status, call: error.call, message: error.message)
    }
  }
}

extension RemoteLibraryPanel {
  /// Nil for what is none. Before 9 only `meta` tells the folder's uid.
  public init?(_ element: JSON) {
    guard let uid = element["uid"]?.stringValue, element["kind"]?.intValue == 1,
      let model = element["model"]?.objectValue
    else { return nil }
    self.uid = uid
    name = element["name"]?.stringValue ?? ""
    folderUID = (element["folderUid"] ?? element["meta"]?["folderUid"])?.stringValue ?? ""
    version = element["version"]?.intValue ?? 0
    self.model = model
  }
}
