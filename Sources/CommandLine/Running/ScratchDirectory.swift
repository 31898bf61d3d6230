import Base
import Platform

/// A fresh directory for the time of one command.
struct ScratchDirectory: Sendable {
  let path: String

  /// Makes it below `$TMPDIR`, or `/tmp`.
  init(_ call: CommandCall) throws(CommandFailure) {
    let parent = call.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    path = "\(parent)/sluice-\(Hexadecimal.encode(call.system.random.bytes(12)))"
    do throws(FileError) {
      try FileSystem.makeDirectories(path)
    } catch {
      throw CommandFailure(error.description)
    }
  }

  /// Removes it with everything in it.
  func remove() {
    // What stays behind is in a place that the system sweeps.
    try? FileSystem.removeTree(path)
  }
}
