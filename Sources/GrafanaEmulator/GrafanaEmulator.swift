public import Base
internal import Documents
public import HTTPServer

/// A Grafana server in memory: folders, dashboards, data sources, people and tokens, over HTTP and in process.
///
/// It listens from the moment it is made until `stop` or the end of its life, and forgets everything then.
public final class GrafanaEmulator: Sendable {
  /// The version that it plays, as `/api/health` says it: `12.4.0`.
  public let version: String
  /// Where it listens, with the port that the system chose.
  public var address: ListenAddress { server.address }
  /// `http://127.0.0.1:40123`, without a slash at its end.
  public var url: String { server.url }

  private let dispatcher: Dispatcher
  private let server: HTTPServer

  /// Dashboards of 5 MB are saved by real servers [recordings: dashboards_large]; this leaves room above that.
  private static let bodyLimit = 32 << 20

  /// The versions that are played; any other plays the nearest one below it.
  public static let availableVersions = Lens.available.map { "\($0.version.major).\($0.version.minor)" }

  /// Starts a server with one user, `admin`.
  /// - Parameters:
  ///   - version: `12.4`, `9.3.2`, `13`.
  ///   - alerting: the legacy system is there in versions up to 10.
  public init(
    version: String, alerting: AlertingSystem = .unified, adminPassword: SecretValue,
    listeningOn address: ListenAddress = .loopback, faults: FaultPlan = FaultPlan()
  ) throws(EmulatorError) {
    let lens = try Self.lens(version, alerting)
    let dispatcher = Dispatcher(lens: lens, adminPassword: adminPassword, faults: faults)
    var options = HTTPServerOptions()
    options.bodyLimit = Self.bodyLimit
    do {
      server = try HTTPServer(listeningOn: address, options: options) { dispatcher.respond(to: $0) }
    } catch {
      throw EmulatorError.cannotListen(error)
    }
    self.dispatcher = dispatcher
    self.version = lens.versionText
  }

  private static func lens(_ version: String, _ alerting: AlertingSystem) throws(EmulatorError) -> Lens {
    guard let asked = ServerVersion(version) ?? ServerVersion(version + ".0") else {
      throw EmulatorError.notAVersion(version)
    }
    guard var lens = Lens.nearest(to: asked) else {
      throw EmulatorError.versionTooOld(version, available: availableVersions)
    }
    // Legacy alerting was removed with 11.0, whichever lens plays a version after that.
    guard alerting == .unified || (lens.offersLegacyAlerting && asked < ServerVersion(11, 0)) else {
      throw EmulatorError.withoutLegacyAlerting(version)
    }
    lens.alerting = alerting
    return lens
  }

  /// Ends the server. A second call does nothing.
  public func stop() { server.stop() }

  // MARK: Accounts

  /// Makes a service account and a token for it, as a client would through the API; an API key where the version has no
  /// service accounts.
  /// - Parameter secondsToLive: 0 never ends.
  public func makeToken(named name: String, role: Role, secondsToLive: Int = 0) -> SecretValue {
    dispatcher.withWorkspace { workspace in
      guard workspace.lens.accounts.hasServiceAccounts else {
        return workspace.addAPIKey(name, role: role, secondsToLive: secondsToLive).secret
      }
      workspace.addServiceAccount(name, role: role)
      let place = workspace.serviceAccounts.count - 1
      return workspace.addToken(name, toAccountAt: place, secondsToLive: secondsToLive).secret
    }
  }

  /// Lets all tokens and keys that were made so far expire.
  public func expireTokens() {
    dispatcher.withWorkspace { workspace in
      workspace.expireTokens()
    }
  }

  /// Enforces a quota from now on.
  /// - Parameter target: `dashboard`, `data_source` or `alert_rule`.
  public func setQuota(of target: String, to limit: Int) {
    dispatcher.withWorkspace { $0.quotas.set(target, to: limit) }
  }

  // MARK: Acting behind the back of a client

  /// Carries out a request on behalf of a user, who is made where there is none, past network, log and faults.
  /// - Parameters:
  ///   - body: JSON.
  ///   - headers: beside the content type.
  public func perform(
    _ method: String, _ target: String, body: String = "", headers: [String: String] = [:], as login: String,
    role: Role = .editor
  ) -> ServerResponse {
    let caller = dispatcher.withWorkspace { workspace in
      let known = workspace.users.first { $0.login == login }
      return Caller(
        user: known
          ?? workspace.addUser(
            login: login, email: "\(login)@localhost", name: login,
            password: SecretValue(NameMaker.keySecret()),
            role: role))
    }
    let request = ServerRequest(
      method: method, target: target,
      headers: HeaderFields(
        [("Content-Type", "application/json")] + headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      ),
      body: Array(body.utf8))
    return dispatcher.perform(request, as: caller)
  }

  // MARK: Observation and faults

  /// All requests from the network since the start or the last `clearLog`.
  public var totals: RequestTotals { dispatcher.log.totals }

  /// The same by the first two parts of the path: `/api/folders`, `/apis/dashboard.grafana.app`.
  public var totalsByFamily: [String: RequestTotals] { dispatcher.log.families }

  /// The last requests, ten thousand at least, oldest first.
  public var requests: [LoggedRequest] { dispatcher.log.requests }

  public func clearLog() { dispatcher.log.clear() }

  /// Takes another plan of faults; its counts begin anew.
  public func use(_ faults: FaultPlan) { dispatcher.faults.use(faults) }

  /// Gives the answers that a fault's latency holds back, and says how many there were.
  public func releaseAnswers() -> Int { server.releaseDelayed() }
}
