import CShims
import Testing

@testable import Git

/// Small rules that no server of the other suites can show in all their cases.
@Suite struct RuleTests {
  @Test func redirects() {
    let end = "/x/info/refs?service=git-upload-pack"
    let table: [(String, String, Bool, String?)] = [
      ("http://a", "http://a", true, nil),
      ("http://a", "https://a", true, nil),
      ("http://a:80", "https://a:443", true, nil),
      ("https://a", "https://A", true, nil),
      ("https://a", "https://b", false, nil),
      ("http://a", "https://b", false, nil),
      ("https://a", "http://a", false, "it would leave TLS"),
      ("https://a", "https://b", true, "the credentials are for a, not for b"),
      ("https://a", "https://a:8443", true, "the credentials are for port 443 of a, not for port 8443"),
      ("http://a:8080", "https://a:8443", true, "the credentials are for port 8080 of a, not for port 8443"),
      ("https://a", "https://a@b", true, "the credentials are for a, not for b"),
      ("https://a", "https://a:x@b:1", true, "the credentials are for a, not for b"),
      ("https://a", "https://b\\@a", true, "the credentials are for a, not for b"),
      ("https://a", "file://a", true, "it is not an http or https address"),
      ("https://a", "ftp://a", false, "it is not an http or https address"),
      ("https://[::1]:8", "https://[::1]:8", true, nil),
    ]
    for (from, to, hasCredentials, expected) in table {
      let reason = RedirectRule.refusal(from: from + end, to: to + end, hasCredentials: hasCredentials)
      #expect(reason == expected, "\(from) to \(to)")
    }
    #expect(RedirectRule.shown("https://ada:wren@b/x" + end) == "https://b/x/x")
  }

  @Test func packetLines() {
    #expect(PacketLine.encode("command=ls-refs\n") == Array("0014command=ls-refs\n".utf8))
    #expect(
      PacketLine.decode(Array("0006a\n00000001000a123456".utf8))
        == [.content(Array("a\n".utf8)), .flush, .delimiter, .content(Array("123456".utf8))])
    for broken in ["0", "000", "zzzz", "0003", "0002", "0010short", "-001x", "fff"] {
      #expect(PacketLine.decode(Array(broken.utf8)) == nil, "\(broken)")
    }
  }

  @Test func shellQuoting() {
    #expect(SSHSession.quoted("/srv/it's; rm -rf $HOME `x`") == "'/srv/it'\\''s; rm -rf $HOME `x`'")
  }

  @Test func wordsOfSSH() throws {
    let url = try GitURL("ssh://git@host:22/x")
    let shown = "ssh://git@host:22/x"
    let table: [(String, GitError)] = [
      (
        "@@@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @@@\nHost key verification failed.",
        .hostKeyChanged(host: "host:22")
      ),
      (
        "No ED25519 host key is known for host\nHost key verification failed.",
        .hostKeyUnknown(host: "host:22")
      ),
      ("git@host: Permission denied (publickey).", .authentication(url: shown)),
      ("ERROR: Repository not found.\nfatal: x", .notFound(url: shown)),
      ("ERROR: The key you are authenticating with has been marked as read only.", .forbidden(url: shown)),
      (
        "ssh: connect to host host port 22: Connection timed out",
        .timedOut(url: shown, .connect, after: .seconds(10))
      ),
      (
        "ssh: connect to host host port 22: Connection refused",
        .unreachable(url: shown, reason: "ssh: connect to host host port 22: Connection refused")
      ),
      (
        "kex_exchange_identification: Connection closed by remote host",
        .connectionCut(url: shown, reason: "kex_exchange_identification: Connection closed by remote host")
      ),
      ("", .connectionCut(url: shown, reason: "ssh ended with code 255")),
      ("one\n\u{1B}[31mtwo\n", .remoteMessage(url: shown, "[31mtwo")),
    ]
    for (text, expected) in table {
      #expect(SSHFailure(text: text, status: 255, url: url).error(limits: GitLimits()) == expected)
    }
  }

  /// CURLE_SSL_CACERT_BADFILE is 77 (curl/curl.h). Only one of the two is a matter of the secret.
  @Test func authoritiesThatCannotBeRead() throws {
    var failure = sluice_failure()
    failure.kind = Int32(SLUICE_FAILURE_TRANSFER)
    failure.curl_code = 77
    withUnsafeMutableBytes(of: &failure.text) { $0.copyBytes(from: "no file /etc/ca".utf8) }
    let url = "https://git.example.org/x.git"
    func message(_ access: GitAccess) throws -> String? {
      let source = try GitSource(url: try GitURL(url), reference: .branch("main"), access: access)
      return TransportFailure(failure).error(for: source, spool: "", limit: 1, total: .zero)?.description
    }
    #expect(
      try message(GitAccess())
        == "the certificate of \(url) cannot be checked: no file /etc/ca; install the package ca-certificates, "
        + "or put the authority's certificate in the secret (key ca.crt)")
    let own = GitAccess(caCertificate: "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n")
    #expect(
      try message(own) == "the key ca.crt of the Git secret holds no certificate that can be read")
  }
}
