import Base
import Documents
import HTTP
import Platform
import Synchronization

/// An API server that can be called. Tokens and certificates are read anew with each `begin`, and once more where the server
/// does not take them.
public final class ClusterConnection: Sendable {
  private struct Opened {
    let settings: ClusterSettings
    let client: HTTPClient
    let fingerprint: Digest
  }

  /// Counts every request.
  public let meter = RequestMeter()
  private let access: ClusterAccess
  /// For one request, and for all tries of it together.
  private let timeout: Duration
  private let scrub: @Sendable (String) -> String
  private let time: any TimeSource
  private let random: any RandomSource
  private let opened = Mutex<Opened?>(nil)

  /// - Parameters:
  ///   - timeout: for every request.
  ///   - scrub: takes the secrets that this program knows out of what servers say.
  public init(
    _ access: ClusterAccess, timeout: Duration, time: any TimeSource = SystemTime(),
    random: any RandomSource = SystemRandom(), scrub: @escaping @Sendable (String) -> String
  ) {
    self.access = access
    self.timeout = timeout
    self.time = time
    self.random = random
    self.scrub = scrub
  }

  /// Reads how the server is reached, and gives the name of the cluster. A client is made anew only where something about TLS
  /// has changed.
  @discardableResult
  public func begin() throws(ClusterAccessError) -> String {
    let settings = try access.settings()
    opened.withLock { opened in
      let fingerprint = settings.fingerprint
      let client =
        opened.flatMap { $0.fingerprint == fingerprint ? $0.client : nil }
        ?? HTTPClient(settings.clientConfiguration)
      opened = Opened(settings: settings, client: client, fingerprint: fingerprint)
    }
    return settings.name
  }

  /// Where the credentials are, for remedies.
  public var credentialsPlace: String {
    opened.withLock { $0?.settings.credentialsPlace } ?? "the credentials for \(access.place)"
  }

  /// Sends a request and gives its answer, trying again what passes.
  /// - Parameters:
  ///   - echo: takes out of what the server says the secrets that the request carries.
  /// - Returns: the answer, whose status is 200 to 299.
  func send(
    _ call: ClusterCall, echo: SecretEcho = SecretEcho(nil)
  ) async throws(ClusterError) -> HTTPResponse {
    var policy = RetryPolicy()
    policy.totalLimit = timeout
    let start = time.elapsed
    var attempt = 1
    var isRenewed = false
    while true {
      do throws(ClusterError) {
        return try await exchange(call, echo)
      } catch {
        if error.kind == .unauthorized, !isRenewed, renew() {
          isRenewed = true
          continue
        }
        guard call.isRepeatable, case .passing(let retryAfter) = error.kind, let status = error.status,
          case .retry(let wait) = policy.decide(
            attempt: attempt, .answered(status: status, retryAfter: retryAfter),
            elapsed: time.elapsed - start,
            random: random.unit())
        else { throw error }
        do throws(CancellationError) {
          try await time.sleep(for: wait)
        } catch {
          throw ClusterError(.stopped, call: call.name, "stopped while waiting")
        }
        attempt += 1
      }
    }
  }

  private func exchange(
    _ call: ClusterCall, _ echo: SecretEcho
  ) async throws(ClusterError) -> HTTPResponse {
    guard let opened = opened.withLock({ $0 }) else {
      throw ClusterError(.unexpected, call: call.name, "the connection was not begun")
    }
    let request = try call.request(opened.settings, timeout: timeout)
    let response: HTTPResponse
    do throws(HTTPError) {
      response = try await opened.client.send(request, meter: meter)
    } catch {
      throw ClusterError(error, call: call.name)
    }
    guard response.isSuccess else {
      let credentials = SecretEcho(opened.settings.credentials)
      throw ClusterError(response, call: call.name, now: time.now) {
        scrub(credentials.scrub(echo.scrub($0)))
      }
    }
    return response
  }

  /// Reads the files again; the kubelet may have written another token since.
  /// - Returns: whether there is anything new to try.
  private func renew() -> Bool {
    let former = opened.withLock { $0 }
    guard (try? begin()) != nil, let former, let current = opened.withLock({ $0 }) else { return false }
    return former.fingerprint != current.fingerprint
      || former.settings.authorization?.value != current.settings.authorization?.value
  }
}

extension ClusterSettings {
  /// Of everything that a client is made with. It stays in memory.
  fileprivate var fingerprint: Digest {
    var parts: [[UInt8]] = [
      Array(server.text.utf8), authorities ?? [], identity?.certificate ?? [],
      Array((serverName ?? "").utf8), Array((proxy?.text ?? "").utf8), [skipsVerification ? 1 : 0],
    ]
    parts.append(identity?.key.withBytes { $0 } ?? [])
    parts.append(proxy?.userInfo?.withBytes { $0 } ?? [])
    // Of digests, so that no two lists of parts read alike.
    return Digest(of: parts.flatMap { Digest(of: $0).bytes })
  }
}
