import Base
import Documents
import HTTP

/// Channels of Grafana's old alerting, up to 10 (reference grafana-http-api.md section 7).
extension GrafanaSession {
  private static var channelsPath: String { "/api/alert-notifications" }

  /// All channels as they are shown: without secrets, with the names of those that are set.
  public func notificationChannels() async throws(GrafanaError) -> [JSONObject] {
    let answer = try await get(Self.channelsPath)
    guard let rows = answer.arrayValue else {
      throw GrafanaError(
        kind: .unexpected, status: 200, call: "GET \(Self.channelsPath)",
        message: "the answer is \(answer.typeName), not a list")
    }
    return rows.compactMap(\.objectValue)
  }

  /// Nil where there is no such channel.
  public func notificationChannel(_ uid: String) async throws(GrafanaError) -> JSONObject? {
    let path = Self.channelPath(uid)
    do throws(GrafanaError) {
      let answer = try await get(path)
      guard let channel = answer.objectValue else {
        throw GrafanaError(
          kind: .unexpected, status: 200, call: "GET \(path)", message: "the answer is not a channel")
      }
      return channel
    } catch let error where error.kind == .notFound {
      return nil
    }
  }

  /// - Parameter channel: with all of its secrets: servers keep those that are not sent as soon as one is.
  public func createNotificationChannel(_ channel: JSONObject, uid: String) async throws(GrafanaError) {
    try await write(.post, Self.channelsPath, body: Self.body(channel, uid))
  }

  /// Replaces a channel.
  public func putNotificationChannel(_ channel: JSONObject, uid: String) async throws(GrafanaError) {
    // Never with another uid: servers answer 500 to it and rename all the same.
    try await write(.put, Self.channelPath(uid), body: Self.body(channel, uid))
  }

  /// That it is gone already is no error.
  public func deleteNotificationChannel(_ uid: String) async throws(GrafanaError) {
    do throws(GrafanaError) {
      try await write(.delete, Self.channelPath(uid))
    } catch let error where error.kind == .notFound {
      return
    }
  }

  private static func channelPath(_ uid: String) -> String {
    "\(channelsPath)/uid/\(PercentEncoding.encode(uid))"
  }

  private static func body(_ channel: JSONObject, _ uid: String) -> JSON {
    var body = channel
    body["uid"] = .string(uid)
    return .object(body)
  }
}
