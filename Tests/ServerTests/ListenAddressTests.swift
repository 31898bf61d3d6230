import HTTPServer
import Server
import TestSupport
import Testing

@Suite struct ListenAddressTests {
  @Test(arguments: [
    ("127.0.0.1:9090", "127.0.0.1:9090"), ("localhost:0", "localhost:0"), ("[::1]:9090", "[::1]:9090"),
    (":9090", "0.0.0.0:9090"), ("[::]:65535", "[::]:65535"),
  ])
  func isRead(text: String, address: String) throws {
    #expect(try ListenAddress.parse(text).description == address)
  }

  @Test(arguments: [
    ("", "the port is missing; write HOST:PORT, for example 127.0.0.1:9090"),
    ("127.0.0.1", "the port is missing; write HOST:PORT, for example 127.0.0.1:9090"),
    ("127.0.0.1:", "the port is missing"), ("127.0.0.1:http", "the port http is not a number up to 65535"),
    ("127.0.0.1:65536", "the port 65536 is not a number up to 65535"),
    ("127.0.0.1:+1", "the port +1 is not a number up to 65535"),
    ("::1:9090", "an IPv6 address stands in brackets, for example [::1]:9090"),
    ("[::1:9090", "an IPv6 address stands in brackets, for example [::1]:9090"),
    ("[::1]", "an IPv6 address stands in brackets, for example [::1]:9090"),
    (
      "[127.0.0.1]:9090",
      "between the brackets is no IPv6 address; write HOST:PORT, for example 127.0.0.1:9090"
    ),
    (
      "example.org:9090",
      "example.org is not a numeric address; write it as 127.0.0.1, [::1] or localhost"
    ),
  ])
  func isRefusedWithAReason(text: String, reason: String) {
    let failure = thrown(ListenAddressError.self) { _ = try ListenAddress.parse(text) }
    #expect(failure?.description == "cannot listen on \"\(text)\": \(reason)")
  }
}
