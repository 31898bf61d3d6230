internal import Documents

/// `/api/alert-notifications`: kept and shown whichever alerting is on (reference/grafana-http-api.md, section 7).
enum NotificationChannelEndpoints {
  static func register(in routes: inout RouteTable) {
    guard routes.lens.notifications.hasChannels else { return }
    let base = "/api/alert-notifications"
    routes.add("GET", base + "/lookup", .signedIn, lookup)
    routes.add("GET", base, .signedIn, list)
    routes.add("POST", base, .signedIn, create)
    routes.add("POST", base + "/test", .signedIn, test)
    for place in ["/uid/:uid", "/:id"] {
      routes.add("GET", base + place, .signedIn, get)
      routes.add("PUT", base + place, .signedIn, update)
      routes.add("DELETE", base + place, .signedIn, remove)
    }
  }

  private static func admit(_ call: Call) throws(Refusal) {
    guard call.caller.role >= .editor else { throw Refusal.plain(403, "Permission denied") }
  }

  /// Where the channel is that the path names.
  private static func place(_ call: Call, _ workspace: Workspace) -> Int? {
    let channels = workspace.notifications.channels
    if !call["uid"].isEmpty { return channels.firstIndex { $0.uid == call["uid"] } }
    return Int(call["id"]).flatMap { id in channels.firstIndex { $0.id == id } }
  }

  private static let missing = Refusal.plain(404, "alert notification not found")

  private static let lookup: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json(.array(workspace.notifications.channels.map(\.brief)))
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    try admit(call)
    return .json(.array(workspace.notifications.channels.map { $0.json() }))
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    try admit(call)
    guard let place = place(call, workspace) else { throw Refusal.plain(404, "Alert notification not found") }
    return .json(workspace.notifications.channels[place].json())
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    try admit(call)
    let body = try NotificationChannelBody(try call.body.object(), needsSettings: false)
    let text = "Failed to create alert notification"
    let uid = body.uid.isEmpty ? workspace.names.uid() : body.uid
    let id = workspace.notifications.lastChannelID + 1
    let channel = try body.channel(
      id: id, uid: uid, over: nil, failure: .failed(500, text))
    guard !workspace.notifications.channels.contains(where: { $0.uid == uid || $0.name == body.name }) else {
      throw Refusal.failed(409, text)
    }
    workspace.notifications.lastChannelID = id
    if channel.isDefault { clearDefault(&workspace) }
    workspace.notifications.channels.append(channel)
    return .json(channel.json(isNew: true))
  }

  /// Another uid in the body renames the channel, and the answer fails because the old uid is looked up again
  /// [10.1 legacy_notifications: update-rename-uid].
  private static let update: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    try admit(call)
    let body = try NotificationChannelBody(try call.body.object(), needsSettings: true)
    guard let place = place(call, workspace) else { throw missing }
    let old = workspace.notifications.channels[place]
    let failure = Refusal.failed(500, "Failed to update alert notification")
    let channel = try body.channel(
      id: old.id, uid: body.uid.isEmpty ? old.uid : body.uid, over: old, failure: failure)
    let others = workspace.notifications.channels.filter { $0.id != old.id }
    guard !others.contains(where: { $0.uid == channel.uid || $0.name == channel.name }) else { throw failure }
    if channel.isDefault { clearDefault(&workspace) }
    workspace.notifications.channels[place] = channel
    if !call["uid"].isEmpty, channel.uid != call["uid"] { throw Refusal.crash(call.lens.notifications) }
    return .json(channel.json())
  }

  private static let remove: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    try admit(call)
    guard let place = place(call, workspace) else { throw missing }
    let channel = workspace.notifications.channels.remove(at: place)
    let message: JSON = "Notification deleted"
    return .json(call["uid"].isEmpty ? ["message": message] : ["id": JSON(channel.id), "message": message])
  }

  /// Nothing is sent: what could be stored is said to have arrived.
  private static let test: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    try admit(call)
    let object = try call.body.object()
    let body = try NotificationChannelBody(object, needsSettings: true)
    let old = workspace.notifications.channels.first { $0.id == object["id"]?.intValue }
    _ = try body.channel(
      id: 0, uid: "", over: old, failure: .failed(500, "Failed to send alert notifications"))
    return .message("Test notification sent")
  }

  /// At most one channel is the default.
  private static func clearDefault(_ workspace: inout Workspace) {
    for index in workspace.notifications.channels.indices {
      workspace.notifications.channels[index].isDefault = false
    }
  }
}
