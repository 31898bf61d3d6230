internal import CCurl
internal import CShims
internal import Glibc

/// What a transport wrote down when it gave up, in Swift's types.
struct TransportFailure {
  let kind: Int
  let curlCode: UInt32
  let systemError: Int32
  let status: Int
  let deadline: GitError.Deadline
  let from: String
  let to: String
  let text: String

  init(_ failure: sluice_failure) {
    kind = Int(failure.kind)
    curlCode = UInt32(bitPattern: failure.curl_code)
    systemError = failure.system_error
    status = failure.status
    deadline =
      switch Int(failure.deadline) {
      case SLUICE_DEADLINE_CONNECT: .connect
      case SLUICE_DEADLINE_STALL: .stall
      default: .total
      }
    from = Self.text(failure.from)
    to = Self.text(failure.to)
    text = Self.text(failure.text)
  }

  private static func text<Characters>(_ characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

extension TransportFailure {
  /// The typed error; nil where nothing failed.
  func error(for source: GitSource, spool: String, limit: Int64, total: Duration) -> GitError? {
    let url = source.url.description
    switch kind {
    case Int(SLUICE_FAILURE_NONE): return nil
    case Int(SLUICE_FAILURE_TRANSFER):
      return transferError(url: url, hasOwnAuthority: source.access.caCertificate != nil)
    case Int(SLUICE_FAILURE_STATUS): return statusError(url: url)
    case Int(SLUICE_FAILURE_REDIRECT): return redirectError(hasCredentials: source.access.credentials != nil)
    case Int(SLUICE_FAILURE_SIZE): return .overLimit("the repository \(url)", limit: limit)
    case Int(SLUICE_FAILURE_FILE): return fileError(spool: spool)
    case Int(SLUICE_FAILURE_PROGRAM):
      return systemError == ENOENT ? .programMissing("ssh") : fileError(spool: "ssh")
    case Int(SLUICE_FAILURE_CANCELLED): return .cancelled
    case Int(SLUICE_FAILURE_CONTENT):
      let type = text.isEmpty ? "without a type" : "of type \(text.printable)"
      return .notARepository(url: url, reason: "it answered with content \(type)")
    case Int(SLUICE_FAILURE_TIMEOUT):
      return .timedOut(url: url, deadline, after: source.limits.duration(of: deadline, total: total))
    default: return SSHFailure(text: text, status: status, url: source.url).error(limits: source.limits)
    }
  }

  private func transferError(url: String, hasOwnAuthority: Bool) -> GitError {
    switch CURLcode(curlCode) {
    case CURLE_PEER_FAILED_VERIFICATION:
      // libcurl has one code for both, and 7.88 leaves the verify result unset where the name is wrong.
      return text.contains("subject name")
        ? .certificateName(url: url, reason: text) : .untrustedCertificate(url: url, reason: text)
    case CURLE_SSL_CACERT_BADFILE:
      return hasOwnAuthority
        ? .invalidSecret(key: "ca.crt", reason: "holds no certificate that can be read")
        : .authoritiesMissing(url: url, reason: text)
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR:
      return .connectionCut(url: url, reason: text)
    // The system's own word is clearer than libcurl's, which only says that it failed.
    case CURLE_COULDNT_CONNECT where systemError != 0:
      return .unreachable(url: url, reason: String(cString: strerror(systemError)))
    default: return .unreachable(url: url, reason: text)
    }
  }

  private func statusError(url: String) -> GitError {
    switch status {
    case 401: .authentication(url: url)
    case 403: .forbidden(url: url)
    case 404, 410: .notFound(url: url)
    default: .serverFailure(url: url, status: status)
    }
  }

  private func redirectError(hasCredentials: Bool) -> GitError {
    let reason = RedirectRule.refusal(from: from, to: to, hasCredentials: hasCredentials)
    return .redirectRefused(
      from: RedirectRule.shown(from), to: RedirectRule.shown(to),
      reason: reason ?? "it is not the first request, or one redirect too many, or the path has another end")
  }

  private func fileError(spool: String) -> GitError {
    if [ENOSPC, EDQUOT, EFBIG].contains(systemError) { return .diskFull(path: spool) }
    return .fileSystem(path: spool, reason: String(cString: strerror(systemError)))
  }
}

extension GitLimits {
  fileprivate func duration(of deadline: GitError.Deadline, total: Duration) -> Duration {
    switch deadline {
    case .connect: connect
    case .stall: stall
    case .total: total
    }
  }
}
