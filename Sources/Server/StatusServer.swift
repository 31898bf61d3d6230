import Documents
import HTTPServer
import Platform

/// The pages for those who watch the program: `/healthz`, `/readyz` and `/metrics`.
public final class StatusServer: Sendable {
  private enum Page: Sendable {
    case health
    case readiness
    case metrics
  }

  private let server: HTTPServer

  /// Listens from now on, until `stop` or the end of its life.
  public init(
    listeningOn address: ListenAddress, health: Health, metrics: Metrics
  ) throws(HTTPServerError) {
    var options = HTTPServerOptions()
    options.threads = 1
    options.connectionLimit = 64
    options.connectionLimitPerAddress = 16
    options.idleTimeoutSeconds = 30
    options.requestDeadline = .seconds(60)
    options.bodyLimit = 4096
    let router = Self.router
    server = try HTTPServer(listeningOn: address, options: options) { request in
      Self.answer(request, router, health, metrics)
    }
  }

  /// Where it listens, with the port that the system chose.
  public var address: ListenAddress { server.address }

  /// `http://127.0.0.1:9090`.
  public var url: String { server.url }

  /// Ends what is being answered and the thread. A second call does nothing.
  public func stop() { server.stop() }

  private static var router: Router<Page> {
    var router = Router<Page>()
    for method in ["GET", "HEAD"] {
      router.add(method, "/healthz", .health)
      router.add(method, "/readyz", .readiness)
      router.add(method, "/metrics", .metrics)
    }
    return router
  }

  private static func answer(
    _ request: ServerRequest, _ router: Router<Page>, _ health: Health, _ metrics: Metrics
  ) -> ServerResponse {
    switch router.match(request.method, request.segments) {
    case .found(.health, _): verdict(health.liveness)
    case .found(.readiness, _): verdict(health.readiness)
    case .found(.metrics, _):
      response(200, type: "text/plain; version=0.0.4; charset=utf-8", metrics.exposition())
    case .otherMethods(let methods):
      refusal(
        405, "this page is for \(methods.joined(separator: " and "))",
        [("Allow", methods.joined(separator: ", "))])
    case .notFound: refusal(404, "no such page; there are /healthz, /readyz and /metrics")
    }
  }

  private static func verdict(_ verdict: Health.Verdict) -> ServerResponse {
    response(verdict.isGood ? 200 : 503, type: "application/json", JSONWriter.string(verdict.body) + "\n")
  }

  private static func refusal(_ status: Int, _ reason: String, _ headers: [(String, String)] = [])
    -> ServerResponse
  {
    let body: JSON = ["error": .string(reason)]
    return response(status, type: "application/json", JSONWriter.string(body) + "\n", headers)
  }

  private static func response(
    _ status: Int, type: String, _ body: String, _ headers: [(String, String)] = []
  ) -> ServerResponse {
    ServerResponse(
      status: status,
      headers: HeaderFields([("Content-Type", type), ("Cache-Control", "no-store")] + headers),
      body: Array(body.utf8))
  }
}
