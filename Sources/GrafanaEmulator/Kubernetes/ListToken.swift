internal import Base
internal import Documents

/// Where the next page of a list begins: base64 of `{"o":2,"v":1795263326471016,"s":false}`.
struct ListToken: Sendable {
  let offset: Int
  /// Of the list whose pages these are.
  let resourceVersion: Int

  var text: String {
    Base64.encode(Array("{\"o\":\(offset),\"v\":\(resourceVersion),\"s\":false}".utf8))
  }

  init(offset: Int, resourceVersion: Int) {
    self.offset = offset
    self.resourceVersion = resourceVersion
  }

  /// Refuses as Go's decoder does [12.4 kubernetes_listing: dashboards-page-bad-token].
  init(_ text: String) throws(Refusal) {
    guard let bytes = Base64.decode(text) else {
      throw Self.refusal(text, "illegal base64 data at input byte \(text.utf8.count)")
    }
    guard let value = try? JSONParser.parse(bytes, options: .lenient), let offset = value["o"]?.intValue,
      let version = value["v"]?.intValue, offset >= 0
    else {
      throw Self.refusal(
        text, "invalid character \(Self.quoted(bytes.first ?? 0)) looking for beginning of value")
    }
    self.init(offset: offset, resourceVersion: version)
  }

  private static func refusal(_ text: String, _ problem: String) -> Refusal {
    .kubernetes(KubernetesStatus(code: 500, message: "get continue token (\"\(text)\"): \(problem)"))
  }

  private static func quoted(_ byte: UInt8) -> String {
    (0x20..<0x7F).contains(byte)
      ? "'\(Character(Unicode.Scalar(byte)))'" : "'\\u00\(Hexadecimal.encode([byte]))'"
  }
}
