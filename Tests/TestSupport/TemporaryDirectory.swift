import Foundation

/// A fresh folder that is removed with everything in it when the value goes away.
public final class TemporaryDirectory: Sendable {
  public let path: String

  public init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent("sluice-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// The thread of a store that went away may be removing files of its own in there at the same moment; then the
  /// removal stops at one that it had listed and that is gone.
  deinit {
    for _ in 0..<100 where FileManager.default.fileExists(atPath: path) {
      do {
        try FileManager.default.removeItem(atPath: path)
      } catch {
        usleep(10_000)
      }
    }
  }

  /// The path of something inside.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Writes a text file, and the folders above it.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> String {
    let target = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: target)
    return target.path
  }
}
