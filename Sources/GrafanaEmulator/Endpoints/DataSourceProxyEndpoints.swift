internal import Documents

/// Calls that Grafana passes on to a data source. The emulator reaches none: every one answers as if nothing listened at
/// its address [recordings: datasources, health-uid and those behind it].
enum DataSourceProxyEndpoints {
  static func register(in routes: inout RouteTable) {
    let access = Access.role(.viewer, "datasources:query")
    let base = "/api/datasources"
    let hasUIDRoutes = routes.lens.dataSources.hasUIDRoutes
    if hasUIDRoutes { routes.add("GET", base + "/uid/:uid/health", access, health) }
    routes.add("GET", base + "/:id/health", access, health)
    for method in ["GET", "POST"] {
      if hasUIDRoutes {
        routes.add(method, base + "/uid/:uid/resources/*path", access, resources)
        routes.add(method, base + "/proxy/uid/:uid/*path", access, proxy)
      }
      routes.add(method, base + "/proxy/:id/*path", access, proxy)
    }
    routes.add("POST", "/api/ds/query", access, query)
  }

  private static let health: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let source = try? DataSourceEndpoints.source(call, workspace) else {
      throw Refusal.failed(500, "Unable to load datasource metadata")
    }
    guard DataSourcePlugin.named(source.type) != nil else {
      switch call.lens.dataSources.missingPlugin {
      case .internalError: throw Refusal.plain(500, "Unable to find datasource plugin")
      case .notFound: throw Refusal.plain(404, "Unable to find datasource plugin")
      case .coded: throw Refusal.coded(404, "plugin.notRegistered", "Plugin not registered")
      }
    }
    guard call.lens.dataSources.prometheusHasHealthCheck else { throw Refusal.failed(404, "Not found") }
    let text =
      "Post \"\(query(source))\": \(Unreachable.text(source.url)) - There was an error returned querying the"
      + " Prometheus API."
    return .json(["message": JSON(text), "status": "ERROR"], status: 400)
  }

  private static let resources: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    if call.lens.dataSources.resourceErrorsAreCoded {
      var answer = Refusal.coded(
        500, "plugin.requestFailureError", "An error occurred within the plugin"
      ).answer(call.lens)
      answer.headers.append(("X-Cache", ""))
      return answer
    }
    var answer = Refusal.failed(500, "Failed to call resource").answer(call.lens)
    answer.contentType = Answer.jsonTypeWithCharset
    return answer
  }

  private static let proxy: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    if call["uid"].isEmpty, Int(call["id"]) == nil {
      // Refused by the proxy, which does not send the API's headers [8.4 and 8.5 datasources: proxy-uid].
      var answer = Refusal.failed(400, "id is invalid").answer(call.lens)
      answer.contentType = nil
      answer.headers.append(("Content-Type", Answer.jsonTypeWithCharset))
      return answer
    }
    _ = try DataSourceEndpoints.source(call, workspace)
    return Answer(502, contentType: nil, body: .bytes([]))
  }

  private static let query: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = try call.body.object()
    let form = call.lens.dataSources.queryErrors
    guard form != .ofPlugin else {
      return .json(
        [
          "message": "An error occurred within the plugin", "messageId": "plugin.downstreamError",
          "statusCode": 500, "traceID": "",
        ], status: 500)
    }
    var results = JSONObject()
    for query in body["queries"]?.arrayValue ?? [] {
      let uid = query["datasource"]?["uid"]?.stringValue ?? ""
      let source = workspace.dataSources.values.first { $0.uid == uid }
      let text = source.map { "Post \"\(Self.query($0))\": \(Unreachable.text($0.url))" }
      results[query["refId"]?.stringValue ?? "A"] = .object(
        failure(text ?? "data source not found", form))
    }
    var answer = Answer.json(["results": .object(results)], status: 400)
    if form == .full { answer.headers.append(("X-Cache", "")) }
    return answer
  }

  private static func failure(_ text: String, _ form: DataSourceLens.QueryErrors) -> JSONObject {
    var object = JSONObject(members: [("error", JSON(text))])
    if form == .full { object["errorSource"] = "downstream" }
    if form != .bare { object["status"] = 502 }
    if form == .full { object["frames"] = [] }
    return object
  }

  private static func query(_ source: DataSourceRecord) -> String {
    source.url + (source.url.hasSuffix("/") ? "" : "/") + "api/v1/query"
  }
}
