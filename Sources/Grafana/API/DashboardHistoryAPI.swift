import Documents
import HTTP

/// A past state of an object that the workspace keeps by itself.
public struct KeptVersion: Hashable, Sendable {
  public enum Place: Hashable, Sendable {
    /// A number in the version history.
    case version(Int)
    /// The trash of Grafana 12 and newer.
    case trash
  }

  public let place: Place
  /// When it was saved, or deleted, as the server writes times.
  public let at: String
  /// Login or name; nil where the server does not tell.
  public let author: String?
  /// What was said with the save.
  public let message: String
  /// Empty at the top level; nil where the history does not tell: then it goes where the object lies now.
  public let folderUID: String?

  /// As messages call it: `version 3`, `what lies in the trash`.
  public var name: String {
    switch place {
    case .version(let number): "version \(number)"
    case .trash: "what lies in the trash"
    }
  }
}

extension GrafanaSession {
  /// The version history of a dashboard, newest first; empty where there is no such dashboard (reference section 4.4).
  public func versions(ofDashboard uid: String, byUID: Bool) async throws(GrafanaError) -> [KeptVersion] {
    guard let path = try await historyPath(uid, byUID: byUID) else { return [] }
    do throws(GrafanaError) {
      let answer = try await get(path, query: [("limit", "100")])
      let rows = (answer["versions"] ?? answer).arrayValue ?? []
      var seen: Set<Int> = []
      var versions: [KeptVersion] = []
      for row in rows {
        // 12.4 lists a number once more after an equal save.
        guard let number = row["version"]?.intValue, seen.insert(number).inserted else { continue }
        var message = row["message"]?.stringValue ?? ""
        if message == Self.firstSave {
          message = try await get("\(path)/\(number)")["message"]?.stringValue ?? message
        }
        versions.append(
          KeptVersion(
            place: .version(number), at: row["created"]?.stringValue ?? "",
            author: row["createdBy"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }, message: message,
            folderUID: nil))
      }
      return versions
    } catch let error where error.kind == .notFound {
      return []
    } catch let error where error.status == 400 {
      // 9.3 answers so where there is no such dashboard (section 4.4).
      if try await dashboard(uid) == nil { return [] }
      throw error
    }
  }

  /// What listings say of a first version whatever was said with it; read alone it has its own message [recordings:
  /// dashboard_versions].
  private static let firstSave = "Initial save"

  /// The model of one version; nil where it is not kept any more.
  public func model(
    ofDashboard uid: String, version: Int, byUID: Bool
  ) async throws(GrafanaError) -> JSON? {
    guard let path = try await historyPath(uid, byUID: byUID) else { return nil }
    do throws(GrafanaError) {
      return try await get("\(path)/\(version)")["data"]
    } catch let error
      where error.kind == .notFound || error.status == 500 && error.message.contains("not found")
    {
      return nil
    } catch let error where error.status == 400 {
      if try await dashboard(uid) == nil { return nil }
      throw error
    }
  }

  /// Servers before 9 know histories by number only. Nil where there is no such dashboard.
  private func historyPath(_ uid: String, byUID: Bool) async throws(GrafanaError) -> String? {
    if byUID { return "/api/dashboards/uid/\(PercentEncoding.encode(uid))/versions" }
    return try await dashboard(uid)?.model["id"]?.intValue.map { "/api/dashboards/id/\($0)/versions" }
  }

  /// A deleted dashboard in the trash, as it was stored; nil where it is not there. Needs Grafana 12.
  public func trashedDashboard(
    _ uid: String
  ) async throws(GrafanaError) -> (version: KeptVersion, title: String, model: JSON)? {
    // As it was stored: the newer form would come with defaults filled in (reference section 19).
    let path = ListedKind.dashboards.path(ListedKind.dashboards.writtenVersion, in: settings.namespace)
    var next: String?
    for _ in 0..<Self.mostTrashPages {
      var query: [(name: String, value: String)] = [
        ("labelSelector", "grafana.app/get-trash=true"), ("limit", "100"),
      ]
      if let next { query.append(("continue", next)) }
      let answer = try await get(path, query: query)
      let items = answer["items"]?.arrayValue ?? []
      if let item = items.first(where: { $0["metadata"]?["name"]?.stringValue == uid }) {
        return Self.trashed(item)
      }
      let token = answer["metadata"]?["continue"]?.stringValue
      guard let token, !token.isEmpty, token != next else { return nil }
      next = token
    }
    return nil
  }

  private static let mostTrashPages = 1000

  private static func trashed(_ item: JSON) -> (version: KeptVersion, title: String, model: JSON) {
    let metadata = item["metadata"]
    let annotations = metadata?["annotations"]
    let model = item["spec"] ?? .null
    let version = KeptVersion(
      place: .trash, at: metadata?["deletionTimestamp"]?.stringValue ?? "",
      author: annotations?["grafana.app/updatedBy"]?.stringValue,
      message: annotations?["grafana.app/message"]?.stringValue ?? "",
      folderUID: annotations?["grafana.app/folder"]?.stringValue ?? "")
    return (version, model["title"]?.stringValue ?? "", model)
  }
}
