import Glibc

extension FileLock {
  /// Whether some process holds the file, found out without taking it: a process that wants it at this moment is not
  /// disturbed. False where the system does not tell, as without `/proc`.
  public static func isHeld(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, let file = try? Descriptor(path, O_RDONLY, action: "read"),
      let table = try? Descriptor("/proc/locks", O_RDONLY, action: "read"),
      let bytes = try? table.readAll(limit: 1 << 20, expected: 4096, path: "/proc/locks")
    else { return false }
    return LockTable(String(decoding: bytes, as: UTF8.self)).hasLock(
      inode: UInt64(status.st_ino), device: status.st_dev, holder: holder(in: file))
  }
}

/// The kernel's list of locks (proc_locks(5)): `1: FLOCK  ADVISORY  WRITE 4711 fd:00:1835042 0 EOF`.
struct LockTable {
  private let text: String

  init(_ text: String) {
    self.text = text
  }

  /// Whether a file is locked as a whole. Other file systems may have a file of the same number: either the device is
  /// the same, which some (btrfs, overlayfs) tell differently here and in `stat`, or the process is the one that wrote
  /// its number into the file, which has another one outside of its container.
  func hasLock(inode: UInt64, device: dev_t, holder: Int32?) -> Bool {
    text.split(separator: "\n").contains { line in
      let fields = line.split(separator: " ", omittingEmptySubsequences: true)
      guard fields.count > 5, fields[1] == "FLOCK" else { return false }
      let place = fields[5].split(separator: ":")
      guard place.count == 3, UInt64(place[2]) == inode, let major = UInt32(place[0], radix: 16),
        let minor = UInt32(place[1], radix: 16)
      else { return false }
      return Self.device(major, minor) == device || (holder != nil && Int32(fields[4]) == holder)
    }
  }

  /// As `makedev` of the GNU C library puts the two numbers together (sys/sysmacros.h), a macro that Swift cannot see.
  static func device(_ major: UInt32, _ minor: UInt32) -> dev_t {
    let (major, minor) = (dev_t(major), dev_t(minor))
    return (major & 0xFFFF_F000) << 32 | (major & 0xFFF) << 8 | (minor & 0xFFFF_FF00) << 12 | minor & 0xFF
  }
}
