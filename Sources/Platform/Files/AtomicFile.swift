import Base
import Glibc

/// Replaces files so that a reader sees the old contents or the new ones, never a part, whatever happens between.
public enum AtomicFile {
  /// Writes beside the target, waits for the disk, renames over it, and waits for the directory.
  ///
  /// The mode is set exactly, whatever the process's mask. A target that is a symbolic link or a directory is refused.
  public static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(FileError) {
    switch try FileSystem.entry(at: path)?.kind {
    case .symbolicLink: throw FileError("write", path, .symbolicLink)
    case .directory, .other: throw FileError("write", path, .notAFile)
    case .file, nil: break
    }
    let directory = FileSystem.parent(of: path)
    let suffix = Hexadecimal.encode(SystemRandom().bytes(8))
    let temporary = "\(directory)/\(temporaryPrefix)\(suffix)\(temporarySuffix)"
    do throws(FileError) {
      try writeThrough(bytes, to: temporary, mode: mode)
      guard rename(temporary, path) == 0 else { throw FileError("write", path, code: errno) }
    } catch {
      unlink(temporary)
      // The reader knows the target's name, not the temporary one's.
      throw FileError("write", path, error.cause)
    }
    try Descriptor(directory, O_RDONLY | O_DIRECTORY, action: "write").synchronize(path: directory)
  }

  /// Puts another file of the same directory in the place of a file, and waits for the directory.
  public static func replace(_ path: String, with other: String) throws(FileError) {
    guard rename(other, path) == 0 else { throw FileError("write", path, code: errno) }
    let directory = FileSystem.parent(of: path)
    try Descriptor(directory, O_RDONLY | O_DIRECTORY, action: "write").synchronize(path: directory)
  }

  /// Removes the temporary files that a process killed in the middle of a write left in a directory. Only for
  /// directories that no other process writes.
  public static func removeLeftovers(in directory: String) throws(FileError) {
    for name in try FileSystem.list(directory)
    where name.hasPrefix(temporaryPrefix) && name.hasSuffix(temporarySuffix) {
      try FileSystem.remove(directory + "/" + name)
    }
  }

  private static let temporaryPrefix = ".sluice-"
  private static let temporarySuffix = ".tmp"

  private static func writeThrough(_ bytes: [UInt8], to path: String, mode: UInt32) throws(FileError) {
    let file = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode, action: "write")
    guard fchmod(file.number, mode) == 0 else { throw FileError("write", path, code: errno) }
    try file.writeAll(bytes, path: path)
    try file.synchronize(path: path)
  }
}
