internal import Documents

extension Answer {
  /// An error of Grafana's oldest helper, which sends a charset [recordings: playlists].
  static func problem(_ status: Int, _ message: String, _ lens: Lens) -> Answer {
    var object = JSONObject(members: [("message", JSON(message))])
    if lens.extras.charsetErrorsCarryTraceID { object["traceID"] = "" }
    return withCharset(.object(object), status: status)
  }

  /// What a route answers that asks for a role and not for a permission [recalled].
  static func roleDenied(_ lens: Lens) -> Answer { problem(403, "Permission denied", lens) }

  static func withCharset(_ value: JSON, status: Int = 200) -> Answer {
    Answer(status, contentType: jsonTypeWithCharset, body: .json(value))
  }

  /// Nothing at all, not even a type.
  static func empty(_ lens: Lens) -> Answer {
    Answer(contentType: nil, headers: [("Cache-Control", lens.cacheControl)], body: .bytes([]))
  }
}
