import Base
import HTTP
import TestSupport
import Testing

@Suite struct AddressPolicyTests {
  @Test(arguments: [
    "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]",
  ])
  func everySpellingOfTheOwnMachineIsRefused(host: String) async throws {
    let server = try LoopbackServer { _ in [.answer(200)] }
    var request = HTTPRequest(.get, try HTTPURL("http://\(host):\(server.port)/"))
    request.addresses = .publicInternet()
    guard case .addressRefused = await failure(of: request, directClient())?.cause else {
      Issue.record("\(host) was reached")
      return
    }
    #expect(server.connectionCount == 0)
  }

  @Test func theMessageNamesTheAddress() async throws {
    let server = try LoopbackServer { _ in [.answer(200)] }
    var request = try server.request()
    request.addresses = .publicInternet()
    let error = await failure(of: request, directClient())
    #expect(
      error?.description
        == "GET \(server.url)/: the address 127.0.0.1 is refused (loopback); allow it by name if it is meant")
  }

  @Test func aBlockAllowsByName() async throws {
    let server = try LoopbackServer { _ in [.answer(200)] }
    var request = try server.request()
    request.addresses = .publicInternet(and: [try #require(CIDR("127.0.0.0/8"))])
    #expect(try await directClient().send(request).status == 200)
    request.addresses = .publicInternet(and: [try #require(CIDR("10.0.0.0/8"))])
    #expect(await failure(of: request, directClient()) != nil)
  }

  @Test func aRedirectDoesNotGoAround() async throws {
    let inside = try LoopbackServer { _ in [.answer(200, "metadata")] }
    let target = "http://localhost:\(inside.port)/latest/meta-data"
    let server = try LoopbackServer { _ in [.answer(302, [("Location", target)])] }
    var request = try server.request()
    request.redirects = .follow(maximum: 5)
    // Only 127.0.0.1 is allowed where the redirect starts; localhost may resolve to ::1 first, then to 127.0.0.1.
    request.addresses = .publicInternet(and: [try #require(CIDR("127.0.0.1/32"))])
    #expect(try await directClient().send(request).text == "metadata")
    let elsewhere = try LoopbackServer { _ in
      [.answer(302, [("Location", "http://127.0.0.2:\(inside.port)/")])]
    }
    var second = try elsewhere.request()
    second.redirects = .follow(maximum: 5)
    second.addresses = request.addresses
    let error = await failure(of: second, directClient())
    let refused = try #require(IPAddress("127.0.0.2"))
    #expect(error?.cause == .addressRefused(refused))
  }

  @Test func aKeptConnectionIsNoWayAround() async throws {
    let server = try LoopbackServer { _ in [.answer(200)] }
    let client = directClient()
    var request = try server.request()
    _ = try await client.send(request)
    request.addresses = .publicInternet()
    let error = await failure(of: request, client)
    let refused = try #require(IPAddress("127.0.0.1"))
    #expect(error?.cause == .addressRefused(refused))
    #expect(server.requests.count == 1)
  }
}
