import Foundation

/// OpenSSH's server on a loopback port, run by the user who runs the tests, who may log in with the keys made here.
public final class GitSSHServer: Sendable {
  public static let isAvailable = ["sshd", "ssh", "ssh-keygen"].allSatisfy { GitProgram.find($0) != nil }

  /// Kinds of keys, as `ssh-keygen -t` names them.
  public enum Key: String, Sendable, CaseIterable {
    case ed25519
    case rsa
  }

  public static let passphrase = "blue wren"
  public var port: Int { reserved.number }
  /// Kept by another server after this one.
  public let reserved: LoopbackPort
  private let folder: TemporaryDirectory
  private let program: ServerProgram

  /// The host has keys of these kinds. A port can be given, to stand in for a server that was set up anew.
  public init(hostKeys: [Key] = [.ed25519], userKeys: [Key] = [.ed25519], port: LoopbackPort? = nil)
    async throws
  {
    folder = try TemporaryDirectory()
    reserved = try port ?? LoopbackPort()
    var configuration = """
      ListenAddress 127.0.0.1:\(reserved.number)
      PidFile none
      UsePAM no
      StrictModes no
      PasswordAuthentication no
      KbdInteractiveAuthentication no
      PermitRootLogin prohibit-password
      AuthorizedKeysFile \(folder.file("authorized"))
      SetEnv GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=*

      """
    for key in hostKeys {
      try await Self.makeKey(key, at: folder.file("host_\(key)"))
      configuration += "HostKey \(folder.file("host_\(key)"))\n"
    }
    var authorized = ""
    for key in userKeys {
      try await Self.makeKey(key, at: folder.file("user_\(key)"))
      authorized += try String(contentsOfFile: folder.file("user_\(key).pub"), encoding: .utf8)
    }
    try await Self.makeKey(.ed25519, at: folder.file("stranger"))
    try await Self.makeKey(.ed25519, at: folder.file("locked"), passphrase: Self.passphrase)
    authorized += try String(contentsOfFile: folder.file("locked.pub"), encoding: .utf8)
    try folder.write(authorized, to: "authorized")
    try folder.write(configuration, to: "sshd_config")
    // A server that runs as root wants the folder of the distribution's package, which a container may lack.
    if getuid() == 0 { mkdir("/run/sshd", 0o755) }
    program = try ServerProgram("sshd", ["-D", "-f", folder.file("sshd_config")])
    try await reserved.waitForServer()
  }

  /// Ends the server and waits until it is gone.
  public func stop() async { await program.stop() }

  public func url(_ path: String) -> String { "ssh://\(Self.user)@127.0.0.1:\(port)\(path)" }

  /// The user who runs the tests.
  public static let user = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "root"

  /// Lines for the host's keys of these kinds.
  public func knownHosts(_ keys: [Key]) throws -> String {
    try keys.map { key in
      let text = try String(contentsOfFile: folder.file("host_\(key).pub"), encoding: .utf8)
      return "[127.0.0.1]:\(port) \(text)"
    }.joined()
  }

  public func identity(_ key: Key) throws -> String {
    try String(contentsOfFile: folder.file("user_\(key)"), encoding: .utf8)
  }

  /// A key that the server does not know.
  public func strangeIdentity() throws -> String {
    try String(contentsOfFile: folder.file("stranger"), encoding: .utf8)
  }

  /// A key that opens with `passphrase`.
  public func lockedIdentity() throws -> String {
    try String(contentsOfFile: folder.file("locked"), encoding: .utf8)
  }

  private static func makeKey(_ key: Key, at path: String, passphrase: String = "") async throws {
    let size = key == .rsa ? ["-b", "2048"] : []
    try await GitProgram.run(
      "ssh-keygen", ["-q", "-t", key.rawValue, "-N", passphrase, "-C", "test", "-f", path] + size)
  }
}
