internal import Documents
internal import HTTPServer

/// What an endpoint answers.
struct Answer: Sendable {
  enum Body: Sendable {
    case json(JSON)
    /// Already written.
    case bytes([UInt8])
  }

  var status: Int
  /// Nil leaves the header out.
  var contentType: String?
  var headers: [(String, String)] = []
  var body: Body

  init(
    _ status: Int = 200, contentType: String? = Self.jsonType, headers: [(String, String)] = [], body: Body
  ) {
    self.status = status
    self.contentType = contentType
    self.headers = headers
    self.body = body
  }

  /// Handlers send this type, the layers before them the one with a charset [recordings: all].
  static let jsonType = "application/json"
  static let jsonTypeWithCharset = "application/json; charset=UTF-8"
  static let pageType = "text/html; charset=UTF-8"
  static let textType = "text/plain; charset=utf-8"

  static func json(_ value: JSON, status: Int = 200) -> Answer { Answer(status, body: .json(value)) }

  static func bytes(_ bytes: [UInt8]) -> Answer { Answer(body: .bytes(bytes)) }

  static func message(_ text: String) -> Answer { .json(["message": .string(text)]) }

  static func text(_ text: String, status: Int = 200) -> Answer {
    Answer(status, contentType: textType, body: .bytes(Array(text.utf8)))
  }

  /// The bytes as they go out.
  var bodyBytes: [UInt8] {
    switch body {
    case .json(let value): JSONWriter.bytes(value)
    case .bytes(let bytes): bytes
    }
  }

  func response(_ lens: Lens) -> ServerResponse {
    var fields = HeaderFields()
    if let contentType { fields.add("Content-Type", contentType) }
    if contentType != nil { fields.add("Cache-Control", lens.cacheControl) }
    for (name, value) in headers { fields.add(name, value) }
    return ServerResponse(status: status, headers: fields, body: bodyBytes)
  }
}
