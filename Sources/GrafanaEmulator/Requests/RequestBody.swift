internal import Documents
internal import HTTPServer

/// What a request carried.
enum RequestBody: Sendable {
  case none
  case json(JSON)
  /// Another content type, or text that is not JSON.
  case unreadable

  /// Read before the workspace is locked, since it costs the most.
  init(_ request: ServerRequest) {
    guard !request.body.isEmpty else {
      self = .none
      return
    }
    let type = request.headers["Content-Type"]?.lowercased() ?? ""
    guard type.contains("json") || type.contains("apply-patch"),
      let value = try? JSONParser.parse(request.body, options: .lenient)
    else {
      self = .unreadable
      return
    }
    self = .json(value)
  }

  /// The members; an empty body has none. Anything but an object is a bad request.
  func object() throws(Refusal) -> JSONObject {
    switch self {
    case .none: return JSONObject()
    case .json(.object(let object)): return object
    case .json, .unreadable: throw Refusal.badRequest
    }
  }
}
