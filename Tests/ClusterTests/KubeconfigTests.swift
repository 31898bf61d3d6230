import Base
import Foundation
import HTTP
import Platform
import TestSupport
import Testing

@testable import Cluster

/// What a kubeconfig says, and what of it is refused.
@Suite struct KubeconfigTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func settings(_ text: String, context: String? = nil) throws -> ClusterSettings {
    try folder.write(text, to: "kubeconfig")
    return try ClusterAccess.kubeconfig(path: folder.file("kubeconfig"), context: context).settings()
  }

  /// `line:column message` of everything that is wrong.
  private func problems(_ text: String, context: String? = nil) throws -> [String] {
    try folder.write(text, to: "kubeconfig")
    do {
      _ = try ClusterAccess.kubeconfig(path: folder.file("kubeconfig"), context: context).settings()
      return []
    } catch {
      return error.diagnostics.map { finding in
        let place = finding.location.map { "\($0.position.line):\($0.position.column) " } ?? ""
        return place + finding.message.replacing(folder.path, with: "DIR")
      }
    }
  }

  private static let certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
  private static let key = "-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----\n"

  private static func text(
    cluster: String = "server: https://api.example.org:6443", user: String = "token: t"
  ) -> String {
    """
    apiVersion: v1
    kind: Config
    preferences: {colors: true}
    current-context: b
    contexts:
      - name: a
        context: {cluster: one, user: other}
      - name: b
        context: {cluster: one, user: me, namespace: x}
    clusters:
      - name: one
        cluster: {\(cluster)}
    users:
      - name: other
        user: {exec: {command: aws}}
      - name: me
        user: {\(user)}
    """
  }

  @Test func readsTheCurrentContextOnly() throws {
    let settings = try settings(Self.text())
    #expect(settings.server.text == "https://api.example.org:6443/")
    #expect(settings.name == "https://api.example.org:6443")
    guard case .token(let token) = settings.credentials else {
      Issue.record("\(settings.credentials)")
      return
    }
    #expect(token == SecretValue("t"))
    #expect(settings.authorities == nil && settings.identity == nil && !settings.skipsVerification)
  }

  @Test func whatRunsProgramsIsRefusedByName() throws {
    try folder.write(Self.text(), to: "kubeconfig")
    #expect(
      try problems(Self.text(), context: "a") == [
        "15:12 users[other].user.exec runs a program for the credentials, which is not supported"
      ])
    #expect(
      try problems(Self.text(user: "auth-provider: {name: gcp}, as: root, as-groups: [x]")) == [
        "17:12 users[me].user.auth-provider is not supported, and gone from kubectl too",
        "17:40 users[me].user.as acts for somebody else, which is not supported",
        "17:50 users[me].user.as-groups acts for somebody else, which is not supported",
      ])
  }

  @Test func allErrorsAreToldAtOnce() throws {
    let text = Self.text(
      cluster:
        "server: \"x y\", certificate-authority-data: \"%%\", proxy-url: \"socks5://p\", tls-servername: y",
      user: "token: t, username: u, client-certificate-data: eA==")
    let found = try problems(text)
    // What follows are libcurl's words, which differ between its versions.
    #expect(found.first?.hasPrefix("12:15 clusters[one].cluster.server is no URL: ") == true)
    #expect(
      Array(found.dropFirst()) == [
        "12:30 clusters[one].cluster.certificate-authority-data is not base64",
        "12:64 clusters[one].cluster.proxy-url is no URL of an http or https proxy",
        "12:89 unknown field clusters[one].cluster.tls-servername, did you mean tls-server-name?",
        "17:22 users[me].user has a token and a username",
        "17:35 users[me].user has a client certificate without a key",
        "17:35 users[me].user.client-certificate-data has no CERTIFICATE in PEM",
      ])
  }

  @Test func filesAreRelativeToTheKubeconfig() throws {
    try folder.write(Self.certificate, to: "pki/ca.pem")
    try folder.write(Self.certificate, to: "pki/me.pem")
    try folder.write(Self.key, to: "pki/me.key")
    try folder.write("from-file\n", to: "pki/token")
    let settings = try settings(
      Self.text(
        cluster: "server: \"https://a\", certificate-authority: pki/ca.pem, tls-server-name: kubernetes, "
          + "proxy-url: \"http://u:p@proxy:3128\", disable-compression: true",
        user: "tokenFile: pki/token, client-certificate: pki/me.pem, client-key: \(folder.file("pki/me.key"))"
      ))
    #expect(settings.authorities == Array(Self.certificate.utf8))
    #expect(settings.identity?.certificate == Array(Self.certificate.utf8))
    #expect(settings.identity?.key == SecretValue(Self.key))
    #expect(
      settings.serverName == "kubernetes" && settings.proxy?.host == "proxy" && !settings.acceptsCompression)
    guard case .token(let token) = settings.credentials else {
      Issue.record("\(settings.credentials)")
      return
    }
    #expect(token == SecretValue("from-file"))
  }

  @Test func missingFilesAndWrongMixesAreTold() throws {
    #expect(
      try problems(Self.text(user: "tokenFile: gone")) == [
        "17:12 users[me].user.tokenFile: cannot read DIR/gone: it does not exist"
      ])
    #expect(
      try problems(
        Self.text(
          cluster: "server: \"http://cluster.example.org\", insecure-skip-tls-verify: true, "
            + "certificate-authority-data: \(Base64.encode(Array(Self.certificate.utf8)))")) == [
          "12:53 clusters[one].cluster.insecure-skip-tls-verify is true although a certificate authority is given",
          "17:12 users[me].user.token would be sent in clear, since the server's address begins with http:",
        ])
    #expect(
      try problems(Self.text(user: "token: t, tokenFile: x")) == [
        "17:22 users[me].user has a token and a tokenFile"
      ])
  }

  @Test func contextsAndEntriesThatAreMissingAreToldWithTheNearest() throws {
    #expect(try problems(Self.text(), context: "c") == ["5:1 there is no context c, did you mean a?"])
    #expect(
      try problems(Self.text().replacing("user: me,", with: "user: mee,")) == [
        "9:29 there is no user mee, did you mean me?"
      ])
    #expect(
      try problems(Self.text().replacing("current-context: b\n", with: "")) == [
        "1:1 current-context is not set"
      ])
    #expect(try problems("a: [").count == 1)
    #expect(try problems("") == ["DIR/kubeconfig is empty"])
  }

  @Test func basicAuthorizationIsTaken() throws {
    guard
      case .basic(let user, let password) = try settings(Self.text(user: "username: u, password: p"))
        .credentials
    else {
      Issue.record("not taken")
      return
    }
    #expect(user == "u" && password == SecretValue("p"))
  }

  @Test func nothingOfTheCredentialsIsShown() throws {
    let settings = try settings(Self.text(user: "token: very-secret-token"))
    #expect(!"\(settings)".contains("very-secret"))
    for text in [
      Self.text(user: "token: [very-secret-token]"), Self.text(user: "token: very-secret-token, exec: {}"),
    ] {
      #expect(!(try problems(text).joined().contains("very-secret")))
    }
  }

  // MARK: In a pod

  private func inCluster(_ variables: [String: String]) -> InClusterAccess {
    InClusterAccess(directory: folder.path, variable: { variables[$0] }, files: ClusterFiles())
  }

  @Test func aPodFindsItsOwnServer() throws {
    try folder.write("pod-token\n", to: "token")
    try folder.write(Self.certificate, to: "ca.crt")
    let settings = try inCluster(["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443"])
      .settings()
    #expect(settings.server.origin == "https://[fd00::1]" && settings.name == "in-cluster")
    #expect(settings.authorities == Array(Self.certificate.utf8))
    guard case .token(let token) = settings.credentials else {
      Issue.record("\(settings.credentials)")
      return
    }
    #expect(token == SecretValue("pod-token"))
  }

  @Test func whatAPodLacksIsToldAtOnce() throws {
    do {
      _ = try inCluster(["KUBERNETES_SERVICE_HOST": "10.0.0.1"]).settings()
      Issue.record("taken")
    } catch {
      #expect(
        error.diagnostics.map { $0.message.replacing(folder.path, with: "DIR") } == [
          "KUBERNETES_SERVICE_PORT is not set: this is no pod of a cluster",
          "cannot read DIR/ca.crt: it does not exist", "cannot read DIR/token: it does not exist",
        ])
    }
  }
}
