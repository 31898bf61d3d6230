/// Finds the cause in what `ssh` and the far side's git said on standard error. The phrases are those of OpenSSH 9
/// and Git 2.39, met in the tests, and of the large hosts [remembered: "Repository not found", "read only"].
struct SSHFailure {
  let text: String
  let status: Int
  let url: GitURL

  func error(limits: GitLimits) -> GitError {
    let host = url.port.map { "\(url.host):\($0)" } ?? url.host
    let shown = url.description
    if says("HOST IDENTIFICATION HAS CHANGED") { return .hostKeyChanged(host: host) }
    if says("host key is known for", "Host key verification failed") { return .hostKeyUnknown(host: host) }
    if says("Load key", "incorrect passphrase", "bad permissions") {
      return .sshKeyUnusable(host: host, reason: line(with: "Load key") ?? lastLine)
    }
    if says("Permission denied (", "Too many authentication failures") { return .authentication(url: shown) }
    if says("read only", "read-only", "denied to", "not allowed to push") { return .forbidden(url: shown) }
    if says("does not appear to be a git repository", "epository not found", "No such file or directory") {
      return .notFound(url: shown)
    }
    if says("Connection timed out", "banner exchange", "Operation timed out") {
      return .timedOut(url: shown, .connect, after: limits.connect)
    }
    if says("Could not resolve", "Connection refused", "No route to host", "Network is unreachable") {
      return .unreachable(url: shown, reason: lastLine)
    }
    if says("not responding") { return .timedOut(url: shown, .stall, after: limits.stall) }
    if says("Connection closed", "Connection reset", "Broken pipe", "kex_exchange_identification")
      || text.isEmpty
    {
      return .connectionCut(url: shown, reason: text.isEmpty ? "ssh ended with code \(status)" : lastLine)
    }
    return .remoteMessage(url: shown, lastLine)
  }

  private func says(_ phrases: String...) -> Bool { phrases.contains { text.contains($0) } }

  private var lines: [Substring] {
    text.split(whereSeparator: \.isNewline).filter { $0.contains { !$0.isWhitespace } }
  }

  private func line(with phrase: String) -> String? {
    lines.first { $0.contains(phrase) }?.printable
  }

  private var lastLine: String { lines.last?.printable ?? "" }
}
