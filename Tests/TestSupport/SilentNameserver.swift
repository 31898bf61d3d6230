import Foundation

/// Runs a test once more in a child whose only name server takes questions and never answers. A user, mount and
/// network name space make that possible without privileges.
public enum SilentNameserver {
  private static let variable = "SLUICE_TEST_SILENT_NAMESERVER"

  /// A name that only a name server could know.
  public static let host = "sluice-test.example"

  /// True in such a child.
  public static let isHere = ProcessInfo.processInfo.environment[variable] != nil

  /// Where the system lets nobody make such a child, tests that need one are skipped.
  @Sendable public static func isAvailable() async -> Bool {
    if isHere { return true }
    return (try? await GitProgram.run("unshare", ["-rmn", "sh", "-c", "ip link set lo up"])) != nil
  }

  /// Runs the tests whose names match. Fails with what the child printed where one of them failed.
  public static func rerun(filter: String) async throws {
    let folder = try TemporaryDirectory()
    // Long enough that a program that waits for the answer is told from one that does not.
    try folder.write("nameserver 127.0.0.1\noptions timeout:30 attempts:1\n", to: "resolv.conf")
    try folder.write("hosts: files dns\n", to: "nsswitch.conf")
    let script = """
      ip link set lo up && mount --bind "$2/resolv.conf" /etc/resolv.conf \
      && mount --bind "$2/nsswitch.conf" /etc/nsswitch.conf \
      && exec "$0" --testing-library swift-testing --filter "$1"
      """
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    try await GitProgram.run(
      "unshare", ["-rmn", "sh", "-c", script, program, filter, folder.path],
      environment: ProcessInfo.processInfo.environment.merging([variable: folder.path]) { $1 })
    guard FileManager.default.fileExists(atPath: folder.file("confirmed")) else {
      throw GitProgram.Failure(description: "the child ran no test named \(filter)")
    }
  }

  /// Called by the test in the child when it has run.
  public static func confirm() throws {
    let folder = ProcessInfo.processInfo.environment[variable] ?? ""
    try Data().write(to: URL(fileURLWithPath: folder + "/confirmed"))
  }

  /// The name server, for as long as it lives. Its port is held by one object at a time.
  public final class Socket {
    private let socket: Int32

    public init() throws {
      socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = UInt16(53).bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let code = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard code == 0 else { throw GitProgram.Failure(description: "port 53 cannot be had") }
    }

    deinit { close(socket) }
  }
}
