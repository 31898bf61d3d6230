import HTTPServer
import Testing

@Suite("Router")
struct RouterTests {
  private static let router: Router<String> = {
    var router = Router<String>()
    router.add("GET", "/api/folders", "list")
    router.add("POST", "/api/folders", "create")
    router.add("GET", "/api/folders/:uid", "get")
    router.add("GET", "/api/folders/id/:id", "by id")
    router.add("GET", "/api/folders/:uid/permissions", "permissions")
    router.add("GET", "/api/proxy/:id/*path", "proxy")
    router.add("GET", "/", "root")
    return router
  }()

  @Test(
    "finds the most literal pattern",
    arguments: [
      ("GET", "/api/folders", "list"),
      ("POST", "/api/folders", "create"),
      ("GET", "/api/folders/abc", "get uid=abc"),
      ("GET", "/api/folders/id", "get uid=id"),
      ("GET", "/api/folders/id/7", "by id id=7"),
      ("GET", "/api/folders/id/permissions", "by id id=permissions"),
      ("GET", "/api/folders/a%2Fb/permissions", "permissions uid=a/b"),
      ("GET", "/api/proxy/3/api/v1/query", "proxy id=3 path=api/v1/query"),
      ("GET", "/api/proxy/3", "nothing"),
      ("GET", "/api/folders/", "nothing"),
      ("GET", "//api/folders", "nothing"),
      ("GET", "/api/none", "nothing"),
      ("PUT", "/api/folders", "only GET, POST"),
      ("PUT", "/api/folders/abc", "only GET"),
    ])
  func finds(_ method: String, _ target: String, _ expected: String) {
    let request = ServerRequest(method: method, target: target)
    let found =
      switch Self.router.match(method, request.segments) {
      case .found(let name, let parameters):
        ([name] + ["uid", "id", "path"].filter { !parameters[$0].isEmpty }.map { "\($0)=\(parameters[$0])" })
          .joined(separator: " ")
      case .otherMethods(let methods): "only " + methods.joined(separator: ", ")
      case .notFound: "nothing"
      }
    #expect(found == expected)
  }

  @Test("a later route of the same pattern replaces the earlier one, a copy keeps its own")
  func replaces() {
    let before = Self.router
    var after = before
    after.add("GET", "/api/folders", "other")
    #expect(name(after) == "other")
    #expect(name(before) == "list")
  }

  private func name(_ router: Router<String>) -> String {
    if case .found(let name, _) = router.match("GET", ["api", "folders"]) { name } else { "" }
  }
}
