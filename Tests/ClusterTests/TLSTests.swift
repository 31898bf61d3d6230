import Base
import Foundation
import Platform
import TestSupport
import Testing

@testable import Cluster

/// A server that asks for a certificate, by a kubeconfig.
@Suite struct TLSTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let object =
    "{\"metadata\":{\"name\":\"x\",\"namespace\":\"m\",\"uid\":\"u-1\"}}"

  private func read(
    _ names: [String], cluster: String, user: String
  ) async throws -> Result<String, ClusterError> {
    let authority = try await TestAuthority()
    let (certificate, key) = try await authority.issue("server", for: names)
    let mine = try await authority.issue("sluice", for: ["DNS:sluice"])
    let folder = try TemporaryDirectory()
    let path = "api/v1/namespaces/m/secrets/x"
    let server = try await SecureFileServer(
      certificate: certificate, key: key,
      answers: [path: "HTTP/1.0 200 OK\r\nContent-Length: \(Self.object.utf8.count)\r\n\r\n\(Self.object)"],
      options: ["-Verify", "1", "-verify_return_error", "-CAfile", authority.certificateFile])
    func fill(_ text: String) -> String {
      text.replacing("AUTHORITY", with: authority.certificateFile)
        .replacing("CERTIFICATE", with: mine.certificate).replacing("KEY", with: mine.key)
    }
    try folder.write(
      ClusterPlace.kubeconfig(
        server: "https://127.0.0.1:\(server.port)", cluster: fill(cluster), user: fill(user)),
      to: "kubeconfig")
    let connection = ClusterConnection(
      .kubeconfig(path: folder.file("kubeconfig"), context: nil), timeout: .seconds(600), scrub: { $0 })
    try connection.begin()
    do throws(ClusterError) {
      let object = try await connection.get(
        .secret, ClusterObjectName(kind: "Secret", namespace: "m", name: "x"))
      return .success(object?.uid ?? "")
    } catch {
      return .failure(error)
    }
  }

  private static let user = "client-certificate: CERTIFICATE\n      client-key: KEY"

  @Test func aClientCertificateAndAnAuthorityAreUsed() async throws {
    let found = try await read(["IP:127.0.0.1"], cluster: "certificate-authority: AUTHORITY", user: Self.user)
    #expect(try found.get() == "u-1")
  }

  @Test func withoutAClientCertificateNothingIsRead() async throws {
    let found = try await read(
      ["IP:127.0.0.1"], cluster: "certificate-authority: AUTHORITY", user: "token: t")
    guard case .failure(let error) = found else {
      Issue.record("read")
      return
    }
    #expect(error.kind == .unreachable)
  }

  @Test func aServerMayHaveAnotherName() async throws {
    let cluster = "certificate-authority: AUTHORITY\n      tls-server-name: kubernetes"
    #expect(try await read(["DNS:kubernetes"], cluster: cluster, user: Self.user).get() == "u-1")
    guard case .failure(let error) = try await read(["DNS:another"], cluster: cluster, user: Self.user) else {
      Issue.record("read")
      return
    }
    #expect(error.message == "the server's certificate is not for kubernetes")
  }
}
