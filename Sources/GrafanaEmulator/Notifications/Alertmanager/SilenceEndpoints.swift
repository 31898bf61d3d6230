internal import Base
internal import Documents

/// `/api/alertmanager/grafana/api/v2/silences`.
enum SilenceEndpoints {
  static func register(in routes: inout RouteTable) {
    let base = "/api/alertmanager/grafana/api/v2"
    let read = Access.role(.viewer, "alert.instances:read")
    let write = Access.role(.editor, "alert.instances:write")
    routes.add("GET", base + "/silences", read, list)
    routes.add("POST", base + "/silences", write, save)
    routes.add("GET", base + "/silence/:id", read, get)
    routes.add("DELETE", base + "/silence/:id", write, expire)
  }

  private static var now: Timestamp {
    Timestamp(millisecondsSinceEpoch: Int64(Moment.now.nanoseconds / 1_000_000))
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let now = now
    return .json(.array(workspace.notifications.silences.map { $0.json(at: now) }))
  }

  /// A silence with the id of a living one replaces it; any other is new.
  private static let save: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let body = SilenceBody(try call.body.object())
    let now = now
    let known = workspace.notifications.silences.firstIndex { $0.id == body.id }
    guard body.id.isEmpty || known != nil else { throw notFound(body.id, call.lens) }
    let living = known.flatMap { workspace.notifications.silences[$0].state(at: now) == .expired ? nil : $0 }
    let id = living == nil ? NameMaker.uuid() : body.id
    let silence = try body.silence(id: id, at: now, call.lens.notifications)
    if let living {
      workspace.notifications.silences[living] = silence
    } else {
      workspace.notifications.silences.append(silence)
    }
    return .json(
      call.lens.notifications.silencesAnswerWithMessage
        ? ["id": JSON(id), "message": "silence created"] : ["silenceID": JSON(id)], status: 202)
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    guard let silence = workspace.notifications.silences.first(where: { $0.id == call["id"] }) else {
      throw notFound(call["id"], call.lens)
    }
    return .json(silence.json(at: now))
  }

  private static let expire: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let now = now
    guard let place = workspace.notifications.silences.firstIndex(where: { $0.id == call["id"] }) else {
      throw notFound(call["id"], call.lens)
    }
    guard workspace.notifications.silences[place].state(at: now) != .expired else {
      // Text of the Alertmanager [recalled].
      throw Refusal.failed(500, "failed to delete silence: silence \(call["id"]) already expired")
    }
    workspace.notifications.silences[place].expire(at: now)
    return .message("silence deleted")
  }

  private static func notFound(_ id: String, _ lens: Lens) -> Refusal {
    let code = "alerting.notifications.silences.notFound"
    return lens.notifications.refusalsAreCoded
      ? .coded(404, code, "[\(code)] silence \(id) not found") : .failed(404, "silence not found")
  }
}
