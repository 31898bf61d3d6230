internal import Documents
internal import HTTPServer

/// Short links, the history of queries, reading files again, what the server would report about itself, and where pages
/// send people without credentials.
enum SundryEndpoints {
  static func register(in routes: inout RouteTable) {
    routes.add("POST", "/api/short-urls", .signedIn, shorten)
    if routes.lens.extras.hasQueryHistory { routes.add("GET", "/api/query-history", .signedIn, queryHistory) }
    for what in routes.lens.extras.reloads {
      routes.add("POST", "/api/admin/provisioning/\(what)/reload", .server("provisioning:reload"), reload)
    }
    routes.add("GET", "/api/admin/usage-report-preview", .server("server.usagestats.report:read"), report)
    routes.add("GET", "/public/*path", .open, page)
  }

  private static let shorten: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let path = Text.trimmed(try call.body.object().text("path"))
    guard !path.hasPrefix("/") else { throw refusal(call, "absolutePath", "Path should be relative") }
    guard !path.contains("../") else { throw refusal(call, "invalidPath", "Invalid short URL path") }
    let uid = call.lens.extras.shortLinksAreShort ? NameMaker.shortUID() : workspace.names.uid()
    return .json(["uid": JSON(uid), "url": JSON("\(SnapshotEndpoints.ownURL(call))goto/\(uid)?orgId=1")])
  }

  /// [recalled]
  private static func refusal(_ call: Call, _ name: String, _ message: String) -> Refusal {
    call.lens.errorsAreCoded ? .coded(400, "shorturl." + name, message) : .failed(400, message)
  }

  /// Nobody queries anything here.
  private static let queryHistory: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json([
      "result": [
        "totalCount": 0, "queryHistory": .null, "page": JSON(call.count("page", fallback: 1)),
        "perPage": JSON(call.count("limit", fallback: 100)),
      ]
    ])
  }

  /// There are no files to read.
  private static let reload: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let what = call.request.segments.dropFirst(3).first ?? ""
    return .message("\(what.prefix(1).uppercased())\(what.dropFirst()) config reloaded")
  }

  /// Grafana counts some hundred things; these are the ones that are here to be counted.
  private static let report: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let extras = workspace.extras
    return .json([
      "version": JSON(call.lens.versionText.split(separator: ".").joined(separator: "_")),
      "metrics": [
        "stats.dashboards.count": JSON(workspace.dashboards.count),
        "stats.folders.count": JSON(workspace.folders.count),
        "stats.datasources.count": JSON(workspace.dataSources.count),
        "stats.users.count": JSON(workspace.users.count),
        "stats.serviceaccounts.count": JSON(workspace.serviceAccounts.count),
        "stats.teams.count": JSON(extras.teams.rows.count),
        "stats.playlists.count": JSON(extras.playlists.rows.count),
        "stats.annotations.count": JSON(extras.annotations.rows.count),
        "stats.snapshots.count": JSON(extras.snapshots.rows.count),
        "stats.library_panels.count": JSON(extras.libraryElements.rows.count { $0.kind == .panel }),
        "stats.correlations.count": JSON(extras.correlations.count),
        "stats.public_dashboards.count": JSON(extras.publicDashboards.count),
      ],
      "os": "linux", "arch": "amd64", "edition": "oss", "hasValidLicense": false, "packaging": "unknown",
      "usageStatsId": JSON(workspace.extras.reportID),
    ])
  }

  /// No file is served; without credentials a page is what follows the login [recordings: openapi-enterprise].
  private static let page: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard call.header("Authorization") == nil else { throw Refusal.page }
    let target = escaped(call.request.rawPath)
    let remembers = call.lens.extras.loginAddressTellsPage
    let address = remembers ? "/login?redirectTo=" + target : "/login"
    var headers = [("Location", address)]
    if !remembers {
      headers.append(("Set-Cookie", "redirect_to=\(target); Path=/; HttpOnly; SameSite=Lax"))
    }
    return Answer(
      302, contentType: "text/html; charset=utf-8", headers: headers,
      body: .bytes(Array("<a href=\"\(address)\">Found</a>.\n\n".utf8)))
  }

  /// A path as one value of a query.
  private static func escaped(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "%2F")
  }
}
