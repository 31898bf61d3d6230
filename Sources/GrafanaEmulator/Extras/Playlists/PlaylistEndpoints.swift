internal import Documents

/// `/api/playlists` (reference/grafana-http-api.md, section 8.2). Writes ask for a role and not for a permission.
enum PlaylistEndpoints {
  static func register(in routes: inout RouteTable) {
    let base = "/api/playlists"
    routes.add("GET", base, .signedIn, list)
    routes.add("POST", base, .signedIn, create)
    routes.add("GET", base + "/:id", .signedIn, get)
    routes.add("GET", base + "/:id/items", .signedIn, items)
    routes.add("PUT", base + "/:id", .signedIn, update)
    routes.add("DELETE", base + "/:id", .signedIn, delete)
  }

  private static func playlist(_ call: Call, _ workspace: Workspace) -> PlaylistRecord? {
    if call.lens.extras.playlists == .numbered {
      return Int(call["id"]).flatMap { workspace.extras.playlists[$0] }
    }
    return workspace.extras.playlists.rows.first { $0.uid == call["id"] }
  }

  private static func notFound(_ call: Call) -> Answer {
    let message =
      call.lens.extras.playlists == .chosen
      ? "playlists.playlist.grafana.app \"\(call["id"])\" not found" : "Playlist not found"
    return .problem(404, message, call.lens)
  }

  /// The store of the Kubernetes-style API answers through a helper that sends a charset.
  private static func answer(_ value: JSON, _ call: Call) -> Answer {
    call.lens.extras.playlists == .chosen ? .withCharset(value) : .json(value)
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let form = call.lens.extras.playlists
    let text = (call.query("query") ?? "").lowercased()
    var found = workspace.extras.playlists.rows.filter { text.isEmpty || $0.name.lowercased().contains(text) }
    if form != .numbered { found.sort { $0.uid < $1.uid } }
    return answer(
      .array(
        found.prefix(call.count("limit", fallback: 1000)).map { .object(PlaylistView.summary($0, form)) }),
      call)
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard call.caller.role >= .editor else { return .roleDenied(call.lens) }
    guard let body = fields(call) else { return try badRequest(call) }
    let form = call.lens.extras.playlists
    let chosen = form == .chosen ? body.text("uid") : ""
    guard chosen.isEmpty || !workspace.extras.playlists.rows.contains(where: { $0.uid == chosen }) else {
      return .problem(409, "playlists.playlist.grafana.app \"\(chosen)\" already exists", call.lens)
    }
    let uid = form == .numbered ? "" : chosen.isEmpty ? workspace.names.uid() : chosen
    let items = items(of: body, &workspace)
    let made = workspace.extras.playlists.insert { id in
      PlaylistRecord(
        id: id, uid: uid, name: body.text("name"), interval: body.text("interval"), items: items)
    }
    return answer(
      form == .chosen ? PlaylistView.whole(made, form) : .object(PlaylistView.summary(made, form)), call)
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let playlist = playlist(call, workspace) else { return notFound(call) }
    return answer(PlaylistView.whole(playlist, call.lens.extras.playlists), call)
  }

  private static let items: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let playlist = playlist(call, workspace) else { return notFound(call) }
    return answer(PlaylistView.items(playlist, call.lens.extras.playlists), call)
  }

  private static let update: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard call.caller.role >= .editor else { return .roleDenied(call.lens) }
    guard var playlist = playlist(call, workspace) else { return notFound(call) }
    guard let body = fields(call) else { return try badRequest(call) }
    playlist.name = body.text("name")
    playlist.interval = body.text("interval")
    playlist.items = items(of: body, &workspace)
    workspace.extras.playlists[playlist.id] = playlist
    return answer(PlaylistView.whole(playlist, call.lens.extras.playlists), call)
  }

  private static let delete: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard call.caller.role >= .editor else { return .roleDenied(call.lens) }
    guard let playlist = playlist(call, workspace) else { return notFound(call) }
    workspace.extras.playlists[playlist.id] = nil
    return call.lens.extras.playlists == .chosen ? .withCharset("") : .bytes([])
  }

  /// A body with what every playlist needs.
  private static func fields(_ call: Call) -> JSONObject? {
    guard let body = try? call.body.object(), !body.text("name").isEmpty, !body.text("interval").isEmpty
    else {
      return nil
    }
    return body
  }

  private static func badRequest(_ call: Call) throws(Refusal) -> Answer {
    guard call.lens.extras.playlists == .chosen else { throw Refusal.badRequest }
    return .problem(400, "bad request data", call.lens)
  }

  /// Items in their order, numbered anew with every write.
  private static func items(of body: JSONObject, _ workspace: inout Workspace) -> [PlaylistRecord.Item] {
    var items: [PlaylistRecord.Item] = []
    for item in (body["items"]?.arrayValue ?? []).compactMap(\.objectValue) {
      workspace.extras.lastPlaylistItem += 1
      items.append(
        PlaylistRecord.Item(
          id: workspace.extras.lastPlaylistItem, type: item.text("type"), value: item.text("value"),
          title: item.text("title"), order: item["order"]?.intValue ?? 0))
    }
    guard workspace.lens.extras.playlists != .chosen else { return items }
    return items.sorted { ($0.order, $0.id) < ($1.order, $1.id) }
  }
}
