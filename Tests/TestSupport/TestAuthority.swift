/// A certificate authority of one test, made with `openssl`, and certificates it signs. The keys are P-256.
public final class TestAuthority: Sendable {
  private let directory: TemporaryDirectory

  public init() async throws {
    directory = try TemporaryDirectory()
    try await openssl(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
      "-subj", "/CN=Sluice Test Authority", "-keyout", "authority.key", "-out", "authority.pem")
  }

  /// The file with the authority's own certificate.
  public var certificateFile: String { directory.file("authority.pem") }

  /// Signs a certificate and gives the files of it and its key.
  ///
  /// - Parameter names: as OpenSSL writes subject alternative names: `DNS:localhost`, `IP:127.0.0.1`.
  public func issue(_ name: String, for names: [String], days: Int = 1) async throws -> (
    certificate: String, key: String
  ) {
    let extensions = "subjectAltName=" + names.joined(separator: ",")
    try directory.write(extensions, to: "\(name).ext")
    try await openssl(
      "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(name)",
      "-keyout", "\(name).key", "-out", "\(name).csr")
    try await openssl(
      "x509", "-req", "-in", "\(name).csr", "-CA", "authority.pem", "-CAkey", "authority.key",
      "-CAcreateserial", "-days", String(days), "-extfile", "\(name).ext", "-out", "\(name).pem")
    return (directory.file("\(name).pem"), directory.file("\(name).key"))
  }

  private func openssl(_ arguments: String...) async throws {
    try await GitProgram.run("openssl", arguments, in: directory.path)
  }
}
