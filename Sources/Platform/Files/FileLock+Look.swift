import Glibc

extension FileLock {
  /// Whether some process holds the file, found out without taking it: a process that wants it at this moment is not
  /// disturbed. False where the system does not tell, as without `/proc`.
  public static func isHeld(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, let table = try? Descriptor("/proc/locks", O_RDONLY, action: "read"),
      let bytes = try? table.readAll(limit: 1 << 20, expected: 4096, path: "/proc/locks")
    else { return false }
    // Lines such as `1: FLOCK  ADVISORY  WRITE 4711 fd:00:1835042 0 EOF` (proc_locks(5)).
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").contains { line in
      let fields = line.split(separator: " ", omittingEmptySubsequences: true)
      guard fields.count > 5, fields[1] == "FLOCK", let inode = fields[5].split(separator: ":").last else {
        return false
      }
      return UInt64(inode) == UInt64(status.st_ino)
    }
  }
}
