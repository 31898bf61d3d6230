import Documents
import HTTP

/// A dashboard as a server shows it.
public struct RemoteDashboard: Sendable {
  /// The model as it is stored, with `id`, `uid` and `version`.
  public let model: JSON
  public let version: Int
  /// Empty at the top level.
  public let folderUID: String
  public let updatedBy: String?
  /// When it was last saved, as the server writes times.
  public let updated: String?
  /// File-provisioned dashboards cannot be saved through the API.
  public let isProvisioned: Bool
}

/// The answer to a save.
public struct SavedDashboard: Sendable {
  public let uid: String
  public let version: Int
}

extension GrafanaSession {
  /// Nil where there is no such dashboard.
  public func dashboard(_ uid: String) async throws(GrafanaError) -> RemoteDashboard? {
    do throws(GrafanaError) {
      let answer = try await get("/api/dashboards/uid/\(PercentEncoding.encode(uid))")
      guard let model = answer["dashboard"], model.objectValue != nil, let meta = answer["meta"] else {
        throw GrafanaError(
          kind: .unexpected, status: 200, call: "GET /api/dashboards/uid/\(uid)",
          message: "the answer is not a dashboard")
      }
      // Servers up to 9 answer with a folder where the uid is a folder's (reference section 4.2).
      if meta["isFolder"]?.boolValue == true { return nil }
      return RemoteDashboard(
        model: model, version: meta["version"]?.intValue ?? model["version"]?.intValue ?? 0,
        folderUID: meta["folderUid"]?.stringValue ?? "", updatedBy: meta["updatedBy"]?.stringValue,
        updated: meta["updated"]?.stringValue, isProvisioned: meta["provisioned"]?.boolValue ?? false)
    } catch let error where error.kind == .notFound {
      return nil
    }
  }

  /// Saves a dashboard under its uid.
  ///
  /// `overwrite` is never sent: with it servers up to 11.2 overwrite another dashboard of the same title (reference
  /// section 4.1, item 5).
  /// - Parameters:
  ///   - version: of the stored dashboard that this save follows; nil for a new one.
  ///   - folderUID: empty for the top level; always sent, since a save without it moves the dashboard there.
  ///   - message: shown in the version history, at most 500 characters.
  public func saveDashboard(
    _ model: JSON, uid: String, version: Int?, folderUID: String, message: String
  ) async throws(GrafanaError) -> SavedDashboard {
    var dashboard = model.objectValue ?? JSONObject()
    dashboard["id"] = .null
    dashboard["uid"] = .string(uid)
    dashboard["version"] = version.map { .number(JSONNumber($0)) }
    let answer = try await write(
      .post, "/api/dashboards/db",
      body: [
        "dashboard": .object(dashboard), "folderUid": .string(folderUID), "message": .string(message),
        "overwrite": false,
      ])
    let json = try answer.json(of: "POST /api/dashboards/db")
    guard json["status"]?.stringValue == "success", let saved = json["uid"]?.stringValue else {
      throw GrafanaError(
        kind: .unexpected, status: answer.status, call: "POST /api/dashboards/db",
        message: "the server did not confirm the save")
    }
    guard saved == uid else {
      throw GrafanaError(
        kind: .unexpected, status: answer.status, call: "POST /api/dashboards/db",
        message: "the server saved it under the uid \(saved) instead of \(uid)")
    }
    return SavedDashboard(uid: saved, version: json["version"]?.intValue ?? 0)
  }

  /// - Returns: false where it was not there any more.
  public func deleteDashboard(_ uid: String) async throws(GrafanaError) -> Bool {
    do throws(GrafanaError) {
      try await write(.delete, "/api/dashboards/uid/\(PercentEncoding.encode(uid))")
      return true
    } catch let error where error.kind == .notFound {
      return false
    }
  }
}
