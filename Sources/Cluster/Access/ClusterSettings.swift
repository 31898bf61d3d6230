import Base
import HTTP

/// What a connection to an API server needs, as it stands in files at one moment.
public struct ClusterSettings: Sendable {
  /// Who calls.
  public enum Credentials: Sendable {
    /// Nobody, or whom the client certificate names.
    case none
    case token(SecretValue)
    case basic(user: String, password: SecretValue)
  }

  public var server: HTTPURL
  /// What tells the cluster from others, for people and for the memory of what is owned there: the server's URL, or
  /// `in-cluster`.
  public var name: String
  public var credentials = Credentials.none
  /// Where the credentials are, for remedies: `the token in /var/run/…/token`.
  public var credentialsPlace = "the credentials of the kubeconfig"
  /// PEM; nil for the authorities of the system.
  public var authorities: [UInt8]?
  public var identity: HTTPClient.Identity?
  public var skipsVerification = false
  /// What the server's certificate has to be for, where that is not the host of its URL.
  public var serverName: String?
  public var proxy: HTTPURL?
  public var acceptsCompression = true

  public init(server: HTTPURL, name: String) {
    self.server = server
    self.name = name
  }

  /// The header that says who calls; nil where the certificate does, or nobody.
  var authorization: SecretHeader? {
    switch credentials {
    case .none: nil
    case .token(let token): .bearer(token)
    case .basic(let user, let password): .basic(user: user, password: password)
    }
  }

  /// What a client is made with.
  var clientConfiguration: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration()
    if let authorities { configuration.authorities = .pem(authorities) }
    configuration.identity = identity
    configuration.skipsVerification = skipsVerification
    configuration.serverName = serverName
    configuration.proxy = proxy
    return configuration
  }
}

/// Why an API server cannot be called, before it is asked: everything that is wrong with the files, at once.
public struct ClusterAccessError: Error, Sendable {
  /// Sorted by file and line. At least one.
  public let diagnostics: [Diagnostic]

  init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics.sorted() }

  init(_ message: String, remedy: String?) {
    self.init([Diagnostic(.error, code: Self.code, message, remedy: remedy)])
  }

  /// Of the findings.
  static let code = "cluster-access"

  /// All of it in one sentence, without a final full stop.
  public var message: String {
    diagnostics.map { ($0.location.map { "\($0): " } ?? "") + $0.message }.joined(separator: "; ")
  }

  /// What to do, for all of it.
  public var remedy: String? {
    let remedies = diagnostics.compactMap(\.remedy)
    var told: [String] = []
    for remedy in remedies where !told.contains(remedy) { told.append(remedy) }
    return told.isEmpty ? nil : told.joined(separator: "; ")
  }
}
