import Base
import Documents
import HTTP
import Platform

/// A workspace that can be called.
public struct GrafanaSession: Sendable {
  /// Where and how a workspace is called.
  public struct Settings: Sendable {
    public var url: HTTPURL
    public var authorization: SecretHeader
    public var headers: HTTPHeaders
    /// For one call with all its parts.
    public var timeout: Duration
    /// Takes secrets out of what the server says: servers quote what they were sent.
    public var scrub: @Sendable (String) -> String
    /// Where the organisation's objects of the Kubernetes-style API lie: `default` for the first one, `org-2` for others.
    public var namespace: String

    public init(
      url: HTTPURL, authorization: SecretHeader, headers: HTTPHeaders = [:], timeout: Duration,
      namespace: String = "default", scrub: @escaping @Sendable (String) -> String
    ) {
      self.url = url
      self.authorization = authorization
      self.headers = headers
      self.timeout = timeout
      self.namespace = namespace
      self.scrub = scrub
    }
  }

  /// A successful answer.
  public struct Answer: Sendable {
    public let status: Int
    public let body: [UInt8]

    /// The body as JSON.
    public func json(of call: String) throws(GrafanaError) -> JSON {
      do {
        return try JSONParser.parse(body, options: .lenient)
      } catch {
        throw GrafanaError(
          kind: .unexpected, status: status, call: call, message: "the answer is not JSON: \(error.problem)")
      }
    }
  }

  /// Counts every call of this session.
  public let meter: RequestMeter
  public let settings: Settings
  private let client: HTTPClient
  private let restPeriod: RestPeriod
  private let time: any TimeSource
  private let random: any RandomSource

  public init(
    _ settings: Settings, client: HTTPClient, meter: RequestMeter = RequestMeter(),
    restPeriod: RestPeriod = RestPeriod(),
    time: any TimeSource = SystemTime(), random: any RandomSource = SystemRandom()
  ) {
    self.settings = settings
    self.client = client
    self.meter = meter
    self.restPeriod = restPeriod
    self.time = time
    self.random = random
  }

  /// Reads. Transient trouble is waited for and tried again, within the policy.
  func get(
    _ path: String, query: [(name: String, value: String)] = [], accept: String = "application/json"
  ) async throws(GrafanaError) -> JSON {
    let request = try request(.get, path, query: query, accept: accept)
    let call = Self.call(.get, path)
    var policy = RetryPolicy()
    policy.maximumAttempts = 4
    policy.totalLimit = settings.timeout
    var attempt = 1
    let start = time.elapsed
    while true {
      do throws(GrafanaError) {
        return try await perform(request, call).json(of: call)
      } catch {
        guard case .passing(let retryAfter) = error.kind else { throw error }
        let outcome: RetryPolicy.Outcome =
          if let status = error.status ?? retryAfter.map({ _ in 429 }) {
            .answered(status: status, retryAfter: retryAfter)
          } else {
            .passing
          }
        let decision = policy.decide(
          attempt: attempt, error.status == 500 ? .passing : outcome, elapsed: time.elapsed - start,
          random: random.unit())
        guard case .retry(let wait) = decision else { throw error }
        try await pause(wait, call)
        attempt += 1
      }
    }
  }

  /// Reads once, without waiting for trouble to pass.
  /// - Parameter deadline: where it is earlier than that of the session.
  func getOnce(_ path: String, within deadline: Duration) async throws(GrafanaError) -> JSON {
    var request = try request(.get, path, query: [], accept: "application/json")
    request.deadline = min(request.deadline, deadline)
    let call = Self.call(.get, path)
    return try await perform(request, call).json(of: call)
  }

  /// Writes once. Whether it may be repeated is for the caller to find out, by reading first.
  @discardableResult
  func write(
    _ method: HTTPMethod, _ path: String, query: [(name: String, value: String)] = [],
    headers: HTTPHeaders = [:], body: JSON? = nil
  ) async throws(GrafanaError) -> Answer {
    var request = try request(method, path, query: query, accept: "application/json")
    for field in headers.fields { request.headers.set(field.name, field.value) }
    if let body {
      request.body = JSONWriter.bytes(body)
      if headers["Content-Type"] == nil { request.headers.set("Content-Type", "application/json") }
    }
    return try await perform(request, Self.call(method, path))
  }

  /// How a call is named in messages.
  static func call(_ method: HTTPMethod, _ path: String) -> String { "\(method.rawValue) \(path)" }

  /// Waits before a call is repeated.
  /// - Throws: an error of the kind `stopped` when the task is cancelled meanwhile.
  public func pause(_ wait: Duration, _ call: String) async throws(GrafanaError) {
    do throws(CancellationError) {
      try await time.sleep(for: wait)
    } catch {
      throw GrafanaError(
        kind: .stopped, status: nil, call: call, message: "stopped while waiting")
    }
  }

  /// How long to wait before a write is tried once more; nil to give up.
  public func delay(after error: GrafanaError, attempt: Int) -> Duration? {
    guard case .passing(let retryAfter) = error.kind, attempt < 4 else { return nil }
    let doubled = Duration.milliseconds(250) * (1 << attempt)
    let wait = max(retryAfter ?? .zero, doubled * (0.5 + random.unit() / 2))
    return wait <= settings.timeout ? wait : nil
  }

  private func request(
    _ method: HTTPMethod, _ path: String, query: [(name: String, value: String)], accept: String
  ) throws(GrafanaError) -> HTTPRequest {
    do {
      let url = try settings.url.appending(path, query: query)
      var request = HTTPRequest(method, url, headers: settings.headers)
      request.headers.set("Accept", accept)
      request.secretHeaders = [settings.authorization]
      request.deadline = settings.timeout
      request.connectDeadline = min(settings.timeout, .seconds(10))
      request.responseLimit = 64 << 20
      return request
    } catch {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: Self.call(method, path),
        message: "the URL is not valid: \(error.reason)")
    }
  }

  private func perform(_ request: HTTPRequest, _ call: String) async throws(GrafanaError) -> Answer {
    if let rest = restPeriod.rest(now: time.elapsed) {
      throw GrafanaError(
        kind: .passing(retryAfter: rest), status: nil, call: call,
        message: "not asked: the server wants to be left alone for another \(GoDuration.format(rest))")
    }
    let response: HTTPResponse
    do {
      response = try await client.send(request, meter: meter)
    } catch {
      throw GrafanaError(error, call: call)
    }
    guard response.isSuccess else {
      let retryAfter = response.retryAfter(now: time.now)
      let error = GrafanaError(
        status: response.status, body: response.body, retryAfter: retryAfter, call: call,
        scrub: settings.scrub)
      if error.isPassing, let retryAfter { restPeriod.begin(retryAfter, now: time.elapsed) }
      throw error
    }
    return Answer(status: response.status, body: response.body)
  }
}
