import Apply
import Base
import Grafana
import HTTP
import Manifests
import Platform
import Render
import Secrets

/// Keeps the connections to one workspace between cycles: the client with its open connections, the probed version,
/// and the observer that knows what the listings said last.
actor WorkspaceConnection {
  /// A workspace that is ready to be called.
  struct Link: Sendable {
    let session: GrafanaSession
    let capabilities: ServerCapabilities
    let observer: WorkspaceObserver
    let marked: MarkedWrites
    /// As the server tells them.
    let quotas: [ObjectKind: Quota]
    /// What to do where the workspace does not take the credentials.
    let remedies: AccessRemedies
    /// Keyed digest of all that tells the workspace who calls.
    let access: Digest
    /// The server was probed in this cycle, for the first time or again.
    let isProbed: Bool
  }

  /// Why a workspace cannot be called.
  enum Failure: Error {
    /// A value that the manifest names is missing or of no use.
    case configuration(Diagnostic)
    case server(TargetFailure)
  }

  /// Every so many cycles the version is asked for again; a restart of the server with another one shows by then.
  private static let cyclesPerProbe = 60

  private struct Identity: Equatable {
    let authorization: SecretValue
    let trust: Digest
    let headers: [String: String]
    let timeout: Duration
    let namespace: String

    func access(_ key: [UInt8]) -> Digest {
      let fields = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      let authorization = authorization.withBytes { Digest(of: $0, key: key) }
      return Digest(of: authorization.bytes + trust.bytes + fields.joined(separator: "\n").utf8, key: key)
    }
  }

  private let scrubber: Scrubber
  private let key: [UInt8]
  private let restPeriod = RestPeriod()
  private var identity: Identity?
  private var link: Link?
  private var cycles = 0

  /// - Parameters:
  ///   - scrubber: takes secrets out of what the server says.
  ///   - key: of the digests of credentials.
  init(_ scrubber: Scrubber, key: [UInt8]) {
    self.scrubber = scrubber
    self.key = key
  }

  func open(_ workspace: WorkspaceRendering, lookup: ValueLookup, timeout: Duration) async throws(Failure)
    -> Link
  {
    let credentials = try WorkspaceCredentials(workspace, lookup)
    let trust = try trust(workspace, lookup)
    let timeout = min(timeout, workspace.instance.timeout)
    let wanted = Identity(
      authorization: credentials.authorization.value, trust: trust.digest,
      headers: workspace.instance.headers, timeout: timeout, namespace: Self.namespace(of: workspace))
    cycles += 1
    if let link, identity == wanted, cycles % Self.cyclesPerProbe != 0 {
      return Link(
        session: link.session, capabilities: link.capabilities, observer: link.observer,
        marked: link.marked, quotas: link.quotas, remedies: credentials.remedies, access: link.access,
        isProbed: false)
    }
    let session = try makeSession(workspace, credentials.authorization, trust, timeout)
    let capabilities: ServerCapabilities
    let quotas: [ObjectKind: Quota]
    do {
      capabilities = try await session.probe()
      quotas = try await session.quotas()
    } catch {
      throw .server(TargetFailure(error, credentials.remedies))
    }
    let isSameServer = link?.capabilities == capabilities && identity == wanted
    let opened = Link(
      session: session, capabilities: capabilities,
      observer: isSameServer
        ? link?.observer ?? WorkspaceObserver(session, capabilities: capabilities)
        : WorkspaceObserver(session, capabilities: capabilities),
      marked: isSameServer
        ? link?.marked ?? MarkedWrites(session, capabilities: capabilities)
        : MarkedWrites(session, capabilities: capabilities),
      quotas: quotas, remedies: credentials.remedies, access: wanted.access(key), isProbed: true)
    link = opened
    identity = wanted
    return opened
  }

  /// After an answer that makes no sense: the next cycle begins with a probe.
  func forget() {
    link = nil
    identity = nil
  }

  private struct Trust {
    var authorities: [UInt8]?
    var identity: HTTPClient.Identity?
    var isUnverified = false

    var digest: Digest {
      var bytes = authorities ?? []
      bytes += identity?.certificate ?? []
      bytes.append(isUnverified ? 1 : 0)
      return Digest(of: bytes)
    }
  }

  private static func namespace(of workspace: WorkspaceRendering) -> String {
    workspace.instance.tenantNamespace ?? "default"
  }

  private func makeSession(
    _ workspace: WorkspaceRendering, _ authorization: SecretHeader, _ trust: Trust, _ timeout: Duration
  ) throws(Failure) -> GrafanaSession {
    let url: HTTPURL
    do {
      url = try HTTPURL(workspace.instance.url)
    } catch {
      throw configuration(
        workspace, "spec.external.url is no URL: \(error.reason)", remedy: "write https://…")
    }
    var configuration = HTTPClient.Configuration(userAgent: "sluice")
    if let authorities = trust.authorities { configuration.authorities = .pem(authorities) }
    configuration.identity = trust.identity
    configuration.skipsVerification = trust.isUnverified
    configuration.maximumConnectionsPerHost = 4
    var headers = HTTPHeaders()
    for (name, value) in workspace.instance.headers.sorted(by: { $0.key < $1.key }) {
      headers.set(name, value)
    }
    let settings = GrafanaSession.Settings(
      url: url, authorization: authorization, headers: headers, timeout: timeout,
      namespace: Self.namespace(of: workspace)
    ) { [scrubber] in scrubber.scrub($0) }
    return GrafanaSession(settings, client: HTTPClient(configuration), restPeriod: restPeriod)
  }

  private func trust(_ workspace: WorkspaceRendering, _ lookup: ValueLookup) throws(Failure) -> Trust {
    switch workspace.instance.trust {
    case .system: return Trust()
    case .unverified: return Trust(isUnverified: true)
    case .secret(let namespace, let name):
      let selector: (String) -> KeySelector = { KeySelector(name: name, key: $0, origin: workspace.origin) }
      /// Only what is not there may be left out: without an authority that cannot be read, others would be trusted.
      func optional(_ key: String) throws(Failure) -> SecretValue? {
        do throws(LookupError) {
          return try lookup.value(.secret(selector(key)), namespace: namespace)
        } catch {
          if error.kind == .missing { return nil }
          throw .configuration(
            Diagnostic(
              .error, code: "unusable-value", subject: workspace.reference, at: workspace.origin,
              error.message,
              remedy: error.remedy))
        }
      }
      let authority = try optional("ca.crt")
      let certificate = try optional("tls.crt")
      let key = try optional("tls.key")
      if (certificate == nil) != (key == nil) {
        throw configuration(
          workspace, "Secret \(namespace)/\(name) has only one of tls.crt and tls.key",
          remedy: "give both, or neither")
      }
      if authority == nil, certificate == nil {
        throw configuration(
          workspace, "Secret \(namespace)/\(name) has neither ca.crt nor tls.crt and tls.key",
          remedy: "put the certificates there")
      }
      return Trust(
        authorities: authority.map { $0.withBytes { $0 } },
        identity: certificate.flatMap { certificate in
          key.map { HTTPClient.Identity(certificate: certificate.withBytes { $0 }, key: $0) }
        })
    }
  }

  private func configuration(_ workspace: WorkspaceRendering, _ message: String, remedy: String) -> Failure {
    .configuration(
      Diagnostic(
        .error, code: "invalid-instance", subject: workspace.reference, at: workspace.origin, message,
        remedy: remedy))
  }
}
