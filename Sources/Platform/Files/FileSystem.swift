import Base
import Glibc

/// What the program asks of the file system, with limits. The calls block for as long as the disk does.
public enum FileSystem {
  /// What stands at a path.
  public struct Entry: Hashable, Sendable {
    /// The kinds that are told apart.
    public enum Kind: Hashable, Sendable {
      case file, directory, symbolicLink, other
    }

    public let kind: Kind
    /// Bytes of a file; without meaning for the other kinds.
    public let size: Int
    /// The permission bits, `0o600` for example.
    public let mode: UInt32
    public let modified: Timestamp
    /// When content, mode or owner changed last; nobody can set it.
    public let changed: Timestamp
    /// Another file that is moved to the same path has another one.
    public let inode: UInt64
    public let owner: UInt32
  }

  /// What stands at a path, links not followed; nil where there is nothing.
  public static func entry(at path: String) throws(FileError) -> Entry? {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw FileError("look at", path, code: errno)
    }
    return Entry(status)
  }

  /// All bytes of a regular file. Pipes and devices are refused, since reading them could wait for ever.
  public static func read(_ path: String, limit: Int, followingLinks: Bool = true) throws(FileError)
    -> [UInt8]
  {
    let flags = O_RDONLY | O_NONBLOCK | (followingLinks ? 0 : O_NOFOLLOW)
    let file = try Descriptor(path, flags, action: "read")
    var status = stat()
    guard fstat(file.number, &status) == 0 else { throw FileError("read", path, code: errno) }
    let entry = Entry(status)
    guard entry.kind == .file else { throw FileError("read", path, .notAFile) }
    guard entry.size <= limit else { throw FileError("read", path, .tooLarge(limit: limit)) }
    return try file.readAll(limit: limit, expected: entry.size, path: path)
  }

  /// The names in a directory, sorted by their bytes, without `.` and `..`.
  public static func list(_ path: String) throws(FileError) -> [String] {
    guard let directory = opendir(path) else { throw FileError("list", path, code: errno) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      // The name is longer than its declared array where the file system has long names, so read it in place.
      guard let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) else { continue }
      let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
      let name = String(cString: start)
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Makes a directory and those above it; directories that are there keep their mode.
  public static func makeDirectories(_ path: String, mode: UInt32 = 0o700) throws(FileError) {
    if mkdir(path, mode) == 0 { return }
    switch errno {
    case EEXIST:
      var status = stat()
      guard stat(path, &status) == 0, Entry(status).kind == .directory else {
        throw FileError("make directory", path, .exists)
      }
    case ENOENT:
      let above = parent(of: path)
      guard above != path else { throw FileError("make directory", path, .missing) }
      try makeDirectories(above, mode: mode)
      if mkdir(path, mode) != 0, errno != EEXIST { throw FileError("make directory", path, code: errno) }
    default: throw FileError("make directory", path, code: errno)
    }
  }

  /// Removes a file or a link; false where there was nothing.
  @discardableResult
  public static func remove(_ path: String) throws(FileError) -> Bool {
    if unlink(path) == 0 { return true }
    if errno == ENOENT { return false }
    throw FileError("remove", path, code: errno)
  }

  /// Removes a directory that has nothing in it; false where it holds something or is not there.
  public static func removeEmptyDirectory(_ path: String) throws(FileError) -> Bool {
    if rmdir(path) == 0 { return true }
    if [ENOENT, ENOTEMPTY, EEXIST].contains(errno) { return false }
    throw FileError("remove", path, code: errno)
  }

  /// Removes whatever stands at a path, with everything below it. Links are removed, never followed.
  public static func removeTree(_ path: String) throws(FileError) {
    guard let entry = try entry(at: path) else { return }
    guard entry.kind == .directory else {
      try remove(path)
      return
    }
    for name in try list(path) { try removeTree(path + "/" + name) }
    if rmdir(path) != 0, errno != ENOENT { throw FileError("remove", path, code: errno) }
  }

  /// Moves within one file system, replacing a file of the new name.
  public static func move(_ path: String, to other: String) throws(FileError) {
    if rename(path, other) != 0 { throw FileError("move", path, code: errno) }
  }

  /// Gives a file a second name, by which it stays when another takes its first. Links are not followed.
  public static func link(_ path: String, as other: String) throws(FileError) {
    if linkat(AT_FDCWD, path, AT_FDCWD, other, 0) != 0 { throw FileError("link", path, code: errno) }
  }

  /// The same path without links in it. Fails where it does not exist.
  public static func resolved(_ path: String) throws(FileError) -> String {
    guard let found = realpath(path, nil) else { throw FileError("find", path, code: errno) }
    defer { free(found) }
    return String(cString: found)
  }

  /// The path that a symbolic link leads to, as it is written.
  public static func linkTarget(_ path: String) throws(FileError) -> String {
    // No system has longer paths, so that what fills it was cut off.
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink(path, &bytes, bytes.count)
    guard count >= 0 else { throw FileError("read", path, code: errno) }
    guard count < bytes.count else { throw FileError("read", path, code: ENAMETOOLONG) }
    return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The path without its last name: `/a` of `/a/b`, `.` of `b`.
  public static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

extension FileSystem.Entry {
  fileprivate init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFLNK: .symbolicLink
      default: .other
      }
    size = Int(status.st_size)
    mode = status.st_mode & 0o7777
    modified = Self.timestamp(status.st_mtim)
    changed = Self.timestamp(status.st_ctim)
    inode = UInt64(status.st_ino)
    owner = status.st_uid
  }

  private static func timestamp(_ time: timespec) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
