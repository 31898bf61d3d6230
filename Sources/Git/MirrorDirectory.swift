internal import Glibc

/// The folder of one mirror: who may use it, and what lies where.
///
/// `repository.git` holds what was fetched. Notes live in a repository of their own, `notes.git`: they survive a
/// new clone, and their commits, which the source's server may not know, do not crowd the negotiation of a fetch.
final class MirrorDirectory {
  let path: String
  private var lock: Int32

  var repository: String { path + "/repository.git" }
  var notes: String { path + "/notes.git" }
  /// A new clone while it is made.
  var incoming: String { path + "/repository.new" }
  private var outgoing: String { path + "/repository.old" }
  private var damagedNotes: String { path + "/notes.damaged" }

  /// Makes the folder where it is missing, and takes it for this process.
  init(_ path: String) throws(GitError) {
    self.path = path
    try Self.make(path)
    let file = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Self.failure(path) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw .inUse(directory: path)
    }
    // Not before: an object that is whole ends by `deinit` where its `init` throws, which would close the number once more,
    // and by then it may be that of another file.
    lock = file
    sweep()
  }

  deinit { release() }

  /// Lets another process have the folder.
  func release() {
    guard lock >= 0 else { return }
    // A child between fork and exec may hold a copy of the file; unlocking is for all copies.
    flock(lock, LOCK_UN)
    close(lock)
    lock = -1
  }

  /// Puts the new clone in the place of the old one.
  func replaceRepository() throws(GitError) {
    try Self.renamePacks(of: incoming)
    Self.remove(outgoing)
    if rename(repository, outgoing) != 0, errno != ENOENT { throw Self.failure(repository) }
    guard rename(incoming, repository) == 0 else { throw Self.failure(incoming) }
    Self.remove(outgoing)
  }

  /// Gives the packs of a new repository names that none has had at its place. libgit2 names a pack by what is in it, and
  /// shares an open one among all handles of the process by its path (`git_mwindow_get_pack` in src/libgit2/mwindow.c): a
  /// reader of the new repository would get the damaged pack that an idle thread still has open.
  static func renamePacks(of repository: String) throws(GitError) {
    let folder = repository + "/objects/pack"
    for index in names(in: folder) where index.hasSuffix(".idx") {
      let old = "\(folder)/\(index.dropLast(4))"
      let digits = (0..<40).map { _ in String(UInt8.random(in: 0..<16), radix: 16) }.joined()
      for suffix in ["pack", "rev", "idx"] where access("\(old).\(suffix)", F_OK) == 0 {
        guard rename("\(old).\(suffix)", "\(folder)/pack-\(digits).\(suffix)") == 0 else {
          throw failure(folder)
        }
      }
    }
  }

  /// Moves the notes away, in the place of those that were moved away before. They are kept, because some of them may
  /// be nowhere else.
  func setNotesAside() throws(GitError) {
    Self.remove(damagedNotes)
    if rename(notes, damagedNotes) != 0, errno != ENOENT { throw Self.failure(notes) }
  }

  /// Removes what a killed process left. A clone that was just moved away is taken back where it is the only one.
  private func sweep() {
    if access(repository, F_OK) != 0 { rename(outgoing, repository) }
    for name in Self.names(in: path) where name.hasPrefix(SSHKeyFiles.prefix) || name.hasPrefix("spool-") {
      Self.remove("\(path)/\(name)")
    }
    Self.remove(incoming)
    Self.remove(outgoing)
    for repository in [repository, notes] { Self.sweep(repository) }
  }

  /// Removes libgit2's locks, which it would respect for ever, and what it had not yet put in its place. The lock of the
  /// folder says that nobody is at it.
  private static func sweep(_ repository: String) {
    for name in names(in: repository) where name.hasSuffix(".lock") { unlink("\(repository)/\(name)") }
    removeLocks(below: repository + "/refs")
    // The names that libgit2 gives to temporary files: `git_futils_mktmp` in src/util/futils.c.
    let objects = repository + "/objects"
    for name in names(in: objects) where name.hasPrefix("tmp_object_git2_") { unlink("\(objects)/\(name)") }
    for name in names(in: objects + "/pack") where name.hasPrefix("pack_git2_") {
      unlink("\(objects)/pack/\(name)")
    }
  }

  /// No reference has a name that ends so (git-check-ref-format(1)).
  private static func removeLocks(below path: String) {
    for name in names(in: path) {
      if name.hasSuffix(".lock") { unlink("\(path)/\(name)") } else { removeLocks(below: "\(path)/\(name)") }
    }
  }

  private static func make(_ path: String) throws(GitError) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw failure(path)
    }
    try make(String(path[..<slash]))
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw failure(path) }
  }

  private static func failure(_ path: String) -> GitError {
    .fileSystem(path: path, reason: String(cString: strerror(errno)))
  }

  /// What lies in a folder; nothing where it cannot be read.
  static func names(in path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Removes a file or a folder with all that is in it, as far as it can.
  static func remove(_ path: String) {
    if unlink(path) == 0 || errno == ENOENT { return }
    for name in names(in: path) { remove("\(path)/\(name)") }
    rmdir(path)
  }

  /// Bytes of all files below a folder.
  static func size(of path: String) -> Int64 {
    var status = stat()
    guard lstat(path, &status) == 0 else { return 0 }
    guard status.st_mode & S_IFMT == S_IFDIR else { return Int64(status.st_size) }
    return names(in: path).reduce(0) { $0 + size(of: "\(path)/\($1)") }
  }
}
