import Base
import Documents
import HTTP
import Platform
import Report
import TestSupport
import Testing

@Suite struct GitHubDeliveryTests {
  private let token = SecretValue("ghp_verysecret\n")

  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration(userAgent: "sluice/1.0")
    return HTTPClient(configuration)
  }()

  private func status(_ server: String, targetURL: String? = "https://sluice.example.org/") throws
    -> GitHubStatus
  {
    GitHubStatus(
      repository: try GitHubRepository(gitURL: server + "/octo/config.git"),
      commit: Fixture.commit,
      status: CommitStatus(
        state: .failure, context: "sluice/prod",
        description: "1 of 217 held back: platform/nginx.yaml:17 spec.json is not JSON"),
      targetURL: targetURL)
  }

  private func deliver(
    _ step: LoopbackServer.Step, attempt: Int = 1, time: ManualTime = ManualTime()
  ) async throws -> (GitHubDelivery.Result, String) {
    let server = try LoopbackServer { _ in [step] }
    let delivery = GitHubDelivery(Self.client, time: time)
    return (
      await delivery.deliver(try status(server.url), token: token, attempt: attempt),
      "octo/config on 127.0.0.1:\(server.port)"
    )
  }

  @Test func sendsTheStatusAsGitHubWantsIt() async throws {
    let server = try LoopbackServer { _ in [.answer(201, "{\"id\":1}")] }
    let result = await GitHubDelivery(Self.client).deliver(
      try status(server.url), token: token, attempt: 1)
    #expect(result == .delivered)
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.target == "/api/v3/repos/octo/config/statuses/\(Fixture.commit)")
    #expect(request["authorization"] == "Bearer ghp_verysecret")
    #expect(request["accept"] == "application/vnd.github+json")
    #expect(request["x-github-api-version"] == "2022-11-28")
    #expect(request["content-type"] == "application/json")
    #expect(request["user-agent"] == "sluice/1.0")
    let body: JSON = [
      "state": "failure", "target_url": "https://sluice.example.org/",
      "description": "1 of 217 held back: platform/nginx.yaml:17 spec.json is not JSON",
      "context": "sluice/prod",
    ]
    #expect(try JSONParser.parse(request.body) == body)
  }

  @Test func leavesTheTargetAddressOutWhereThereIsNone() async throws {
    let server = try LoopbackServer { _ in [.answer(201, "{}")] }
    let result = await GitHubDelivery(Self.client).deliver(
      try status(server.url, targetURL: nil), token: token, attempt: 1)
    #expect(result == .delivered)
    let body = try JSONParser.parse(try #require(server.requests.first).body)
    #expect(body.objectValue?.keys == ["state", "description", "context"])
  }

  @Test func followsARenamedRepository() async throws {
    let server = try LoopbackServer { request in
      request.target.hasPrefix("/api/v3/repos/")
        ? [.answer(307, [("Location", "/api/v3/repositories/7/statuses/x")])] : [.answer(201, "{}")]
    }
    let result = await GitHubDelivery(Self.client).deliver(
      try status(server.url), token: token, attempt: 1)
    #expect(result == .delivered)
    #expect(server.requests.map(\.target).last == "/api/v3/repositories/7/statuses/x")
    #expect(server.requests.last?["authorization"] == "Bearer ghp_verysecret")
  }

  @Test(arguments: [(422, "Validation Failed"), (400, "Problems parsing JSON")])
  func givesUpWhereAnotherTryWouldEndTheSame(status: Int, message: String) async throws {
    let (result, place) = try await deliver(.answer(status, "{\"message\":\"\(message)\"}"))
    #expect(result == .giveUp(reason: "\(place) answered \(status): \(message)"))
  }

  /// A token can be renewed and a repository given to it while the message waits.
  @Test(arguments: [
    (401, "Bad credentials", "; renew the token", 1, 60),
    (
      403, "Resource not accessible by personal access token",
      "; give the token the permission to write commit statuses (repo:status)", 6, 160
    ),
    (404, "Not Found", "; check the repository's name and that the token may write to it", 40, 900),
  ])
  func waitsForWhatSomebodyHasToMend(
    status: Int, message: String, advice: String, attempt: Int, seconds: Int
  ) async throws {
    let body = "{\"message\":\"\(message)\",\"documentation_url\":\"https://docs.github.com\"}"
    let (result, place) = try await deliver(.answer(status, body), attempt: attempt)
    #expect(
      result
        == .retry(after: .seconds(seconds), reason: "\(place) answered \(status): \(message)\(advice)"))
  }

  @Test func tellsTheDetailsOfARefusal() async throws {
    let body = """
      {"message":"Validation Failed","errors":[{"resource":"Status","code":"custom",
      "message":"This SHA and context has reached the maximum number of statuses."}]}
      """
    let (result, place) = try await deliver(.answer(422, body))
    let detail = "Validation Failed; This SHA and context has reached the maximum number of statuses."
    #expect(result == .giveUp(reason: "\(place) answered 422: \(detail)"))
  }

  @Test(arguments: [
    // Status, headers, message, attempt, seconds to wait.
    (429, ["Retry-After": "17"], "", 1, 17), (403, ["Retry-After": "0"], "", 1, 1),
    (403, ["x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795269881"], "", 1, 90),
    (403, ["x-ratelimit-remaining": "0", "x-ratelimit-reset": "1"], "", 1, 1),
    (403, ["x-ratelimit-remaining": "0", "x-ratelimit-reset": "1999999999"], "", 1, 7200),
    (403, ["x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"], "", 1, 60),
    (403, [:], "You have exceeded a secondary rate limit.", 1, 60),
    (403, [:], "You have exceeded a secondary rate limit.", 6, 160), (429, [:], "", 1, 60),
    (500, [:], "", 1, 5), (502, [:], "", 3, 20), (503, ["Retry-After": "40"], "", 1, 40),
    (504, [:], "", 40, 900), (408, [:], "", 1, 5),
  ])
  func waitsAsLongAsTheHostAsks(
    status: Int, headers: [String: String], message: String, attempt: Int, seconds: Int
  ) async throws {
    let time = ManualTime(at: Timestamp(secondsSinceEpoch: 1_795_269_791))
    let body = message.isEmpty ? "" : "{\"message\":\"\(message)\"}"
    let (result, place) = try await deliver(
      .answer(status, headers.map { ($0, $1) }, Array(body.utf8)), attempt: attempt, time: time)
    let told = message.isEmpty ? "" : ": \(message)"
    #expect(result == .retry(after: .seconds(seconds), reason: "\(place) answered \(status)\(told)"))
  }

  @Test func triesAgainWhereTheHostIsAway() async throws {
    let port = try LoopbackPort()
    let result = await GitHubDelivery(Self.client).deliver(
      try status("http://127.0.0.1:\(port.number)"), token: token, attempt: 2)
    guard case .retry(after: .seconds(10), let reason) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(reason.contains("refused the connection"))
  }

  @Test func aSilentHostHoldsNothingUp() async throws {
    let server = try LoopbackServer { _ in [.silence] }
    let delivery = GitHubDelivery(Self.client, deadline: .milliseconds(200))
    let result = await delivery.deliver(try status(server.url), token: token, attempt: 1)
    guard case .retry(after: .seconds(5), _) = result else {
      Issue.record("\(result)")
      return
    }
  }

  @Test func thePayloadComesBackAndHoldsNoToken() throws {
    let status = try status("https://git.example.org")
    let text = JSONWriter.string(status.payload)
    #expect(GitHubStatus(payload: try JSONParser.parse(text)) == status)
    #expect(!text.contains("secret"))
    #expect(GitHubStatus(payload: ["version": 2]) == nil)
    #expect(
      status.outboxSubject
        == "https://git.example.org/api/v3/octo/config/\(Fixture.commit)/sluice/prod")
    let plain = try self.status("https://git.example.org", targetURL: nil)
    #expect(GitHubStatus(payload: plain.payload) == plain)
  }

  @Test func secretsCannotBeRendered() {
    let result = GitHubDelivery.Result.giveUp(reason: "\(token)")
    #expect("\(result)" == "giveUp(reason: \"(secret)\")")
    #expect(String(reflecting: token) == "(secret)")
    var dumped = ""
    dump(token, to: &dumped)
    #expect(!dumped.contains("ghp"))
    // Texts of this layer are made of strings, documents of JSON, log fields of log values; a secret is none of them.
    #expect(!((token as Any) is String) && !((token as Any) is JSON) && !((token as Any) is any LogValue))
  }
}
