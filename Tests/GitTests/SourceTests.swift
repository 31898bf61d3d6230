import Base
import Git
import Testing

@Suite struct SourceTests {
  @Test func addresses() throws {
    let table: [(String, GitURL.Scheme, user: String?, host: String, port: Int?, path: String)] = [
      ("file:///srv/a%20b.git", .file, nil, "", nil, "/srv/a b.git"),
      ("file://localhost/srv/x.git", .file, nil, "", nil, "/srv/x.git"),
      ("https://git.example.org/team/config.git", .https, nil, "git.example.org", nil, "/team/config.git"),
      ("http://127.0.0.1:8080/x", .http, nil, "127.0.0.1", 8080, "/x"),
      ("https://[::1]:8443/x", .https, nil, "::1", 8443, "/x"),
      ("ssh://git@git.example.org:2222/x.git", .ssh, "git", "git.example.org", 2222, "/x.git"),
      ("ssh://git.example.org/~ada/x.git", .ssh, nil, "git.example.org", nil, "/~ada/x.git"),
      ("git@git.example.org:team/config.git", .ssh, "git", "git.example.org", nil, "team/config.git"),
      ("git.example.org:/srv/x.git", .ssh, nil, "git.example.org", nil, "/srv/x.git"),
    ]
    for (text, scheme, user, host, port, path) in table {
      let url = try GitURL(text)
      #expect(
        url.scheme == scheme && url.user == user && url.host == host && url.port == port && url.path == path)
      #expect(url.description == text)
    }
  }

  @Test func addressesThatAreRefused() {
    let forms =
      "expected file:///path, https://host/path, http://host/path, ssh://host/path or user@host:path"
    let table: [(String, GitError)] = [
      ("", .invalidURL("", reason: forms)),
      ("/srv/x.git", .invalidURL("/srv/x.git", reason: forms)),
      ("git://host/x", .invalidURL("git://host/x", reason: forms)),
      ("https://host/a b", .invalidURL("https://host/a b", reason: forms)),
      ("https://host", .invalidURL("https://host", reason: "the path of the repository is missing")),
      ("https:///x", .invalidURL("https:///x", reason: "the host is missing")),
      (
        "https://host:99999/x",
        .invalidURL("https://host:99999/x", reason: "the port 99999 is not a number up to 65535")
      ),
      (
        "https://host/x?y=1",
        .invalidURL("https://host/x?y=1", reason: "a repository address has no ? or # part")
      ),
      (
        "file://srv/x", .invalidURL("file://srv/x", reason: "a file address has three slashes: file:///srv/x")
      ),
      (
        "ssh://-oProxyCommand=x/y",
        .invalidURL("ssh://-oProxyCommand=x/y", reason: "-oProxyCommand=x is not a host name")
      ),
      ("ssh://-l@host/y", .invalidURL("ssh://host/y", reason: "the user before @ is not a user name")),
      ("file:///a%zz", .invalidURL("file:///a%zz", reason: "the path has a broken percent escape")),
      ("https://ada:wren@host/x", .credentialsInURL("https://host/x")),
      ("https://token@host/x", .credentialsInURL("https://host/x")),
      ("ssh://git:wren@host/x", .credentialsInURL("ssh://host/x")),
    ]
    for (text, expected) in table {
      #expect(throws: expected) { try GitURL(text) }
      #expect(!expected.description.contains("wren") && !expected.description.contains("token"))
    }
  }

  @Test func references() throws {
    let url = try GitURL("https://host/x")
    for name in ["main", "instance/dev", "v1.0.0", "über"] {
      _ = try GitSource(url: url, reference: .branch(name))
    }
    for (name, reason) in [
      ("", "it has an empty part between slashes"), ("a//b", "it has an empty part between slashes"),
      ("a..b", "it contains .. or @{"), (".a", "a part begins with a dot or ends with .lock"),
      ("a.lock", "a part begins with a dot or ends with .lock"), ("a.", "it ends with a dot"),
      ("a b", "it contains a blank, a control character or one of ~ ^ : ? * [ \\"),
      ("a\n", "it contains a blank, a control character or one of ~ ^ : ? * [ \\"),
    ] {
      #expect(throws: GitError.invalidReference(name, reason: reason)) {
        try GitSource(url: url, reference: .branch(name))
      }
    }
    #expect(throws: GitError.invalidReference("main", reason: "a full name begins with refs/")) {
      try GitSource(url: url, reference: .name("main"))
    }
  }

  @Test func secrets() throws {
    let keys = ["identity": SecretValue("key"), "known_hosts": SecretValue("host ssh-ed25519 AAAA")]
    guard case .ssh(let key) = try GitAccess(secret: keys).credentials else {
      Issue.record("no key")
      return
    }
    #expect(key.knownHosts == "host ssh-ed25519 AAAA" && key.username == "git" && key.passphrase == nil)
    let basic = try GitAccess(secret: ["username": SecretValue("ada\n"), "password": SecretValue("wren\n")])
    #expect(basic.credentials == .basic(username: "ada", password: SecretValue("wren")))
    #expect(try GitAccess(secret: ["bearerToken": SecretValue("t")]).credentials == .bearer(SecretValue("t")))
    #expect(try GitAccess(secret: ["unrelated": SecretValue("x")]) == GitAccess())
    let table: [([String: String], String)] = [
      (["username": "ada"], "the key password of the Git secret is missing although username is there"),
      (["password": "x"], "the key username of the Git secret is missing although password is there"),
      (["username": "a:b", "password": "x"], "the key username of the Git secret contains a colon"),
      (
        ["username": "ada", "password": "wren\r\nX: y"],
        "the key password of the Git secret contains a control character"
      ),
      (["bearerToken": ""], "the key bearerToken of the Git secret is empty"),
      (
        ["bearerToken": "t", "username": "a"],
        "the key bearerToken of the Git secret excludes username and password"
      ),
      (
        ["identity": "x"],
        "the key known_hosts of the Git secret is missing; put the output of ssh-keyscan there after checking it"
      ),
      (["ca.crt": "x"], "the key ca.crt of the Git secret holds no certificate in PEM form"),
      (["tls.key": "x"], "the key tls.key of the Git secret is not supported"),
    ]
    for (secret, message) in table {
      do throws(GitError) {
        _ = try GitAccess(secret: secret.mapValues { SecretValue($0) })
        Issue.record("\(secret) was taken")
      } catch {
        #expect(error.description == message)
      }
    }
  }

  @Test func credentialsThatDoNotFit() throws {
    let key = GitCredentials.ssh(.init(identity: SecretValue("k"), knownHosts: "h"))
    let basic = GitCredentials.basic(username: "ada", password: SecretValue("wren"))
    for (text, credentials) in [
      ("ssh://h/x", nil), ("ssh://h/x", basic), ("https://h/x", key), ("file:///x", basic),
    ] {
      let url = try GitURL(text)
      do throws(GitError) {
        _ = try GitSource(url: url, reference: .branch("main"), access: GitAccess(credentials: credentials))
        Issue.record("\(text) took them")
      } catch {
        guard case .unsuitableCredentials(text, _) = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
  }

  @Test func revisions() throws {
    let digits = "3f2c9e1d0a4b5c6d7e8f90112233445566778899"
    let commit = try #require(GitObjectIdentifier(digits))
    let table: [(String, String?, short: String)] = [
      ("main@sha1:\(digits)", "main", "main@sha1:3f2c9e1"),
      ("instance/dev@sha1:\(digits)", "instance/dev", "instance/dev@sha1:3f2c9e1"),
      ("sha1:\(digits)", nil, "sha1:3f2c9e1"),
    ]
    for (text, name, short) in table {
      let revision = try #require(Revision(text))
      #expect(revision == Revision(name: name, commit: commit))
      #expect(revision.description == text && revision.short == short)
    }
    #expect(Revision("main/\(digits)") == Revision(name: "main", commit: commit))
    for text in ["", digits, "main", "@sha1:\(digits)", "/\(digits)", "main@sha1:\(digits.dropLast())g"] {
      #expect(Revision(text) == nil, "\(text)")
    }
  }

  @Test func messages() {
    let url = "https://git.example.org/x"
    let table: [(GitError, String)] = [
      (
        .timedOut(url: url, .stall, after: .milliseconds(1500)),
        "https://git.example.org/x sent nothing for 1.5 s; check the host and the way there, or give it more "
          + "time (timeout); it is tried again later"
      ),
      (
        .timedOut(url: url, .connect, after: .seconds(10)),
        "https://git.example.org/x did not accept a connection within 10 s; check the host and the way "
          + "there, or give it more time (timeout); it is tried again later"
      ),
      (
        .hostKeyUnknown(host: "h:22"),
        "the host key of h:22 is not known; add its line to known_hosts in the secret after checking it"
      ),
      (
        .symbolicLinkEscapes(path: "a/b", target: "/etc/passwd"),
        "the symbolic link a/b leads to /etc/passwd, outside the repository; links must stay inside"
      ),
      (
        .redirectRefused(
          from: "http://a/x", to: "http://b/x", reason: "the credentials are for a, not for b"),
        "http://a/x redirects to http://b/x, which is not followed: the credentials are for a, not for b"
      ),
      (
        .overLimit("the repository \(url)", limit: 5),
        "the repository https://git.example.org/x is larger than the limit of 5 bytes; keep large files "
          + "elsewhere"
      ),
    ]
    for (error, message) in table { #expect(error.description == message) }
  }
}
