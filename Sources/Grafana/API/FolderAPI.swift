import Documents
import HTTP

/// A folder as a server shows it.
public struct RemoteFolder: Sendable {
  public let uid: String
  public let title: String
  public let version: Int
  public let parentUID: String
  public let updatedBy: String?
  public let updated: String?
}

extension GrafanaSession {
  /// Nil where there is no such folder.
  public func folder(_ uid: String) async throws(GrafanaError) -> RemoteFolder? {
    do throws(GrafanaError) {
      return try RemoteFolder(await get("/api/folders/\(PercentEncoding.encode(uid))"))
    } catch let error where error.kind == .notFound {
      return nil
    }
  }

  /// - Parameter parentUID: empty at the top level. Servers without nested folders ignore it, so it must be empty there.
  public func createFolder(uid: String, title: String, parentUID: String) async throws(GrafanaError)
    -> RemoteFolder
  {
    var body: JSONObject = JSONObject([("uid", .string(uid)), ("title", .string(title))])
    if !parentUID.isEmpty { body["parentUid"] = .string(parentUID) }
    let answer = try await write(.post, "/api/folders", body: .object(body))
    return try RemoteFolder(answer.json(of: "POST /api/folders"))
  }

  /// - Parameter version: of the folder as it was read; another one on the server answers a conflict.
  public func renameFolder(uid: String, title: String, version: Int) async throws(GrafanaError)
    -> RemoteFolder
  {
    // No uid in the body: up to 10.1 it would rename the folder's uid (reference section 3.2).
    let path = "/api/folders/\(PercentEncoding.encode(uid))"
    let answer = try await write(
      .put, path, body: ["title": .string(title), "version": .number(JSONNumber(version))])
    return try RemoteFolder(answer.json(of: "PUT \(path)"))
  }

  /// Moves a folder in place; needs a server with nested folders.
  public func moveFolder(uid: String, to parentUID: String) async throws(GrafanaError) -> RemoteFolder {
    let path = "/api/folders/\(PercentEncoding.encode(uid))/move"
    let answer = try await write(.post, path, body: ["parentUid": .string(parentUID)])
    return try RemoteFolder(answer.json(of: "POST \(path)"))
  }

  /// Deletes a folder with everything in it: the caller makes sure that nothing foreign is. Folders with alert rules are
  /// refused by the server, since `forceDeleteRules` is never sent.
  /// - Returns: false where it was not there any more.
  public func deleteFolder(_ uid: String) async throws(GrafanaError) -> Bool {
    do throws(GrafanaError) {
      try await write(.delete, "/api/folders/\(PercentEncoding.encode(uid))")
      return true
    } catch let error where error.kind == .notFound {
      return false
    }
  }

  /// How many objects lie in a folder: dashboards, folders, alert rules, library panels and what else servers count.
  /// Nil where the server cannot tell (before 10).
  public func contents(ofFolder uid: String) async throws(GrafanaError) -> Int? {
    do throws(GrafanaError) {
      let counts = try await get("/api/folders/\(PercentEncoding.encode(uid))/counts")
      return (counts.objectValue?.keys ?? []).reduce(0) { $0 + max(0, counts[$1]?.intValue ?? 0) }
    } catch let error where error.kind == .notFound {
      return nil
    }
  }
}

extension RemoteFolder {
  init(_ json: JSON) throws(GrafanaError) {
    guard let uid = json["uid"]?.stringValue, let title = json["title"]?.stringValue else {
      throw GrafanaError(
        kind: .unexpected, status: 200, call: "/api/folders", message: "the answer is not a folder")
    }
    self.uid = uid
    self.title = title
    version = json["version"]?.intValue ?? 0
    parentUID = json["parentUid"]?.stringValue ?? ""
    updatedBy = json["updatedBy"]?.stringValue
    updated = json["updated"]?.stringValue
  }
}
