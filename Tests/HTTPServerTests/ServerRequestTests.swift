import HTTPServer
import Testing

@Suite("ServerRequest")
struct ServerRequestTests {
  @Test(
    "splits and decodes the path",
    arguments: [
      ("/", [""]),
      ("/api/health", ["api", "health"]),
      ("/api/health/", ["api", "health", ""]),
      ("//api", ["", "api"]),
      ("/a%2Fb%20c/d", ["a/b c", "d"]),
      ("/broken%2", ["broken%2"]),
      ("/broken%zz+x", ["broken%zz+x"]),
    ])
  func path(_ target: String, _ segments: [String]) {
    #expect(ServerRequest(method: "GET", target: target).segments == segments)
  }

  @Test("keeps the order of the query and repeated names")
  func query() {
    let request = ServerRequest(method: "GET", target: "/s?tag=a&q=x%20y+z&tag=b&empty=&bare&=odd")
    #expect(request.rawPath == "/s")
    #expect(request.rawQuery == "tag=a&q=x%20y+z&tag=b&empty=&bare&=odd")
    #expect(request.query.values(of: "tag") == ["a", "b"])
    #expect(request.query["q"] == "x y z")
    #expect(request.query["empty"] == "")
    #expect(request.query["bare"] == "")
    #expect(request.query["none"] == nil)
    #expect(request.query.items.map(\.name) == ["tag", "q", "tag", "empty", "bare", ""])
  }

  @Test("compares header names without case")
  func headers() {
    let headers = HeaderFields([("Content-Type", "a"), ("content-type", "b")])
    #expect(headers["CONTENT-TYPE"] == "a")
    #expect(headers["Content-Typ"] == nil)
  }
}
