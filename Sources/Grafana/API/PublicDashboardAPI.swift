import Documents
import HTTP
import Render

/// A public link of a dashboard as a server shows it.
public struct RemotePublicDashboard: Hashable, Sendable {
  public let uid: String
  public let dashboardUID: String
  public let accessToken: String
  public let isEnabled: Bool
  /// Nil in listings.
  public let showsAnnotations: Bool?
  /// Nil in listings.
  public let allowsTimeSelection: Bool?

  public init?(_ json: JSON) {
    guard let uid = json["uid"]?.stringValue, let dashboardUID = json["dashboardUid"]?.stringValue else {
      return nil
    }
    self.uid = uid
    self.dashboardUID = dashboardUID
    accessToken = json["accessToken"]?.stringValue ?? ""
    isEnabled = json["isEnabled"]?.boolValue ?? false
    showsAnnotations = json["annotationsEnabled"]?.boolValue
    allowsTimeSelection = json["timeSelectionEnabled"]?.boolValue
  }

  /// In the form in which servers show it.
  public var json: JSON {
    [
      "uid": .string(uid), "dashboardUid": .string(dashboardUID), "accessToken": .string(accessToken),
      "isEnabled": .bool(isEnabled), "annotationsEnabled": showsAnnotations.map { .bool($0) } ?? .null,
      "timeSelectionEnabled": allowsTimeSelection.map { .bool($0) } ?? .null,
    ]
  }

  /// What has to be wanted to get the same link.
  public var link: PublicLink {
    PublicLink(
      isEnabled: isEnabled, accessToken: accessToken.isEmpty ? nil : accessToken,
      showsAnnotations: showsAnnotations ?? false, allowsTimeSelection: allowsTimeSelection ?? false)
  }
}

/// Reference grafana-http-api.md section 4.5, recordings `public_dashboards` of 12.4.
extension GrafanaSession {
  private static let listSize = 1000

  /// All public links of the workspace; none where it has them switched off.
  public func publicDashboards() async throws(GrafanaError) -> [RemotePublicDashboard] {
    var found: [RemotePublicDashboard] = []
    var page = 1
    do throws(GrafanaError) {
      while true {
        let answer = try await get("/api/dashboards/public-dashboards?page=\(page)&perpage=\(Self.listSize)")
        let rows = answer["publicDashboards"]?.arrayValue ?? []
        found += rows.compactMap { RemotePublicDashboard($0) }
        if rows.count < Self.listSize { return found }
        page += 1
      }
    } catch let error where error.kind == .notFound || error.kind == .forbidden {
      return found
    }
  }

  /// Nil where the dashboard has none, and where the workspace has public links switched off.
  public func publicDashboard(of uid: String) async throws(GrafanaError) -> RemotePublicDashboard? {
    do throws(GrafanaError) {
      return RemotePublicDashboard(try await get(Self.path(uid)))
    } catch let error where error.kind == .notFound {
      return nil
    }
  }

  public func createPublicDashboard(
    of uid: String, _ wanted: PublicLink, linkUID: String
  ) async throws(GrafanaError) {
    var body = JSONObject(Self.members(wanted) + [("uid", .string(linkUID)), ("share", "public")])
    if let accessToken = wanted.accessToken { body["accessToken"] = .string(accessToken) }
    do throws(GrafanaError) {
      try await write(.post, Self.path(uid), body: .object(body))
    } catch let error where error.kind == .notFound && error.message.hasPrefix("Not found") {
      throw GrafanaError(
        kind: .refused, status: error.status, call: error.call,
        message: "this workspace has public links switched off (\(error.message))")
    }
  }

  public func updatePublicDashboard(
    _ link: RemotePublicDashboard, _ wanted: PublicLink
  ) async throws(GrafanaError) {
    try await write(.patch, Self.path(link), body: .object(JSONObject(Self.members(wanted))))
  }

  /// That it is gone already is no error.
  public func deletePublicDashboard(_ link: RemotePublicDashboard) async throws(GrafanaError) {
    do throws(GrafanaError) {
      try await write(.delete, Self.path(link))
    } catch let error where error.kind == .notFound {
      return
    }
  }

  private static func members(_ link: PublicLink) -> [(String, JSON)] {
    [
      ("isEnabled", .bool(link.isEnabled)), ("annotationsEnabled", .bool(link.showsAnnotations)),
      ("timeSelectionEnabled", .bool(link.allowsTimeSelection)),
    ]
  }

  private static func path(_ uid: String) -> String {
    "/api/dashboards/uid/\(PercentEncoding.encode(uid))/public-dashboards"
  }

  private static func path(_ link: RemotePublicDashboard) -> String {
    path(link.dashboardUID) + "/" + PercentEncoding.encode(link.uid)
  }
}
