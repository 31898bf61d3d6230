import Foundation

/// Runs a test once more in a child that has a file system of a few hundred kilobytes to itself. User and mount name
/// spaces make that possible without privileges; a path into them from outside is not enough, because libgit2 resolves
/// the links of `/proc`.
public enum GitSmallDisk {
  private static let variable = "SLUICE_TEST_SMALL_DISK"

  /// Where the small file system is mounted; nil outside such a child.
  public static let path = ProcessInfo.processInfo.environment[variable]

  /// Where the system lets nobody make such a child, tests that need one are skipped.
  @Sendable public static func isAvailable() async -> Bool {
    if path != nil { return true }
    return (try? await GitProgram.run("unshare", ["-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"])) != nil
  }

  /// Runs the tests whose names match. Fails with what the child printed where one of them failed.
  public static func rerun(filter: String, kilobytes: Int) async throws {
    let folder = try TemporaryDirectory()
    let disk = folder.file("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    let script = """
      mount -t tmpfs -o size=\(kilobytes)k tmpfs \(disk) && exec "$0" --testing-library swift-testing --filter "$1"
      """
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    try await GitProgram.run(
      "unshare", ["-rm", "sh", "-c", script, program, filter],
      environment: ProcessInfo.processInfo.environment.merging([variable: disk]) { $1 })
    guard FileManager.default.fileExists(atPath: folder.file("confirmed")) else {
      throw GitProgram.Failure(description: "the child ran no test named \(filter)")
    }
  }

  /// Called by the test in the child when it has run.
  public static func confirm() throws {
    try Data().write(to: URL(fileURLWithPath: (path ?? "") + "/../confirmed"))
  }
}
