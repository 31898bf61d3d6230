internal import Base
internal import CShims

/// One HTTP server and its kept connection. Belongs to the mirror's thread.
final class HTTPSession {
  let pointer: OpaquePointer
  /// The context of the redirect callback; lives as long as the session.
  private let scope: RedirectScope

  init(source: GitSource, spool: String) {
    scope = RedirectScope(hasCredentials: source.access.credentials != nil)
    var settings = sluice_git_http_settings()
    settings.connect_milliseconds = Int(source.limits.connect.milliseconds)
    settings.stall_seconds = source.limits.stall.wholeSeconds
    settings.may_follow = { context, from, to in
      guard let context, let from, let to else { return 0 }
      let rule = Unmanaged<RedirectScope>.fromOpaque(context).takeUnretainedValue()
      return rule.allows(from: String(cString: from), to: String(cString: to)) ? 1 : 0
    }
    settings.context = Unmanaged.passUnretained(scope).toOpaque()
    let address = Self.withoutFinalSlashes(source.url.description)
    let created = address.withCString { url in
      spool.withCString { spool in
        Self.withOptional(Self.authorization(source.access.credentials)) { authorization in
          Self.withOptional(source.access.caCertificate) { certificate in
            settings.url = url
            settings.spool_directory = spool
            settings.authorization = authorization
            settings.ca_pem = certificate
            return sluice_git_http_new(&settings)
          }
        }
      }
    }
    guard let created else { preconditionFailure("out of memory") }
    pointer = created
  }

  deinit { sluice_git_http_free(pointer) }

  var failure: TransportFailure { TransportFailure(sluice_git_http_failure(pointer).pointee) }

  /// Headers and bodies, both ways, since the operation began.
  var bytes: Int64 { sluice_git_http_bytes(pointer) }

  func begin(flag: CancellationFlag, total: Duration, maximum: Int64) {
    sluice_git_http_begin(pointer, flag.pointer, total.milliseconds, maximum)
  }

  func forgetRedirect() { sluice_git_http_forget_redirect(pointer) }

  /// The capabilities of the server; nil where it failed.
  func advertise(_ service: String) -> [UInt8]? {
    sluice_git_http_advertise(pointer, service) == 0 ? answer() : nil
  }

  /// The answer to a request by protocol version 2; nil where it failed.
  func post(_ service: String, body: [UInt8]) -> [UInt8]? {
    let code = body.withUnsafeBytes { bytes in
      sluice_git_http_post(pointer, service, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
    }
    return code == 0 ? answer() : nil
  }

  private func answer() -> [UInt8]? {
    var answer: [UInt8] = []
    while true {
      var count = 0
      let part = [UInt8](unsafeUninitializedCapacity: 64 * 1024) { buffer, initialized in
        count = buffer.withMemoryRebound(to: CChar.self) {
          sluice_git_http_read(pointer, $0.baseAddress, $0.count)
        }
        initialized = max(0, count)
      }
      if count < 0 { return nil }
      if count == 0 { return answer }
      answer += part
    }
  }

  private static func withoutFinalSlashes(_ url: String) -> String {
    var url = url
    while url.hasSuffix("/") { url.removeLast() }
    return url
  }

  private static func authorization(_ credentials: GitCredentials?) -> String? {
    switch credentials {
    case .basic(let username, let password):
      "Basic " + password.withBytes { Base64.encode(Array("\(username):".utf8) + $0) }
    case .bearer(let token): "Bearer \(token.revealed)"
    case .ssh, nil: nil
    }
  }

  private static func withOptional<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result)
    -> Result
  {
    if let text { text.withCString(body) } else { body(nil) }
  }
}

/// What the redirect callback must know.
private final class RedirectScope {
  private let hasCredentials: Bool

  init(hasCredentials: Bool) { self.hasCredentials = hasCredentials }

  func allows(from: String, to: String) -> Bool {
    RedirectRule.refusal(from: from, to: to, hasCredentials: hasCredentials) == nil
  }
}
