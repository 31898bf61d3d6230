import HTTP
import Testing

@Suite struct URLTests {
  @Test(arguments: [
    (
      "https://Grafana.Example.org/a/../b?x=1#frag", "https", "grafana.example.org", 443, "/b",
      "x=1" as String?
    ),
    ("http://[::1]:3000", "http", "::1", 3000, "/", nil),
    ("https://host:443/", "https", "host", 443, "/", nil),
  ])
  func takesApart(
    text: String, scheme: String, host: String, port: Int, path: String, query: String?
  ) throws {
    let url = try HTTPURL(text)
    #expect(url.scheme == scheme)
    #expect(url.host == host)
    #expect(url.port == port)
    #expect(url.path == path)
    #expect(url.query == query)
  }

  @Test(arguments: [
    "", "grafana.example.org", "ftp://host/", "http://", "http://ho st/", "http://host:99999/",
    "http://host:0/",
    "/only/a/path", "http://host/\u{7}",
  ])
  func refuses(text: String) {
    #expect(throws: HTTPURL.Malformed.self) { try HTTPURL(text) }
  }

  @Test(arguments: [
    ("https://h/grafana/", "api/x", "https://h/grafana/api/x"), ("https://h", "/api/x", "https://h/api/x"),
    ("https://h/grafana", "/api/x", "https://h/grafana/api/x"),
  ])
  func appends(base: String, path: String, whole: String) throws {
    #expect(try HTTPURL(base).appending(path).text == whole)
  }

  @Test func encodesQueries() throws {
    let url = try HTTPURL("https://h/").appending(
      "search", query: [("query", "CPU & Mémoire"), ("tag", "a=b")])
    #expect(url.text == "https://h/search?query=CPU%20%26%20M%C3%A9moire&tag=a%3Db")
    #expect(url.description == "https://h/search?…")
  }

  @Test func comparesOrigins() throws {
    let url = try HTTPURL("https://h/x")
    #expect(url.hasOrigin(of: try HTTPURL("https://H:443/y?z")))
    #expect(!url.hasOrigin(of: try HTTPURL("http://h/x")))
    #expect(!url.hasOrigin(of: try HTTPURL("https://h:8443/x")))
    #expect(!url.hasOrigin(of: try HTTPURL("https://sub.h/x")))
  }
}
