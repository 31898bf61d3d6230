internal import CLibGit2
internal import Glibc

/// A bare repository on disk, opened by libgit2. Belongs to one thread at a time.
final class Repository {
  let handle: OpaquePointer
  let path: String

  private init(handle: OpaquePointer, path: String) {
    self.handle = handle
    self.path = path
  }

  deinit { git_repository_free(handle) }

  static func open(_ path: String) throws(GitError) -> Repository {
    var handle: OpaquePointer?
    let code = git_repository_open_bare(&handle, path)
    guard code == 0, let handle else { throw .corrupt(GitLibrary.lastMessage().text) }
    return Repository(handle: handle, path: path)
  }

  static func create(_ path: String) throws(GitError) -> Repository {
    var handle: OpaquePointer?
    try GitLibrary.check(git_repository_init(&handle, path, 1), path: path)
    guard let handle else { throw .fileSystem(path: path, reason: "no repository was made") }
    return Repository(handle: handle, path: path)
  }

  /// What a reference names, through symbolic ones; nil where there is none.
  func target(of name: String) throws(GitError) -> GitObjectIdentifier? {
    var identifier = git_oid()
    let code = git_reference_name_to_id(&identifier, handle, name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    guard code == 0 else { throw .corrupt("reference \(name): \(GitLibrary.lastMessage().text)") }
    return GitObjectIdentifier(identifier)
  }

  func setReference(_ name: String, to identifier: GitObjectIdentifier) throws(GitError) {
    var reference: OpaquePointer?
    var target = identifier.native
    defer { git_reference_free(reference) }
    try GitLibrary.check(git_reference_create(&reference, handle, name, &target, 1, nil), path: path)
  }

  func removeReference(_ name: String) throws(GitError) {
    try GitLibrary.check(git_reference_remove(handle, name), path: path)
  }

  /// Makes HEAD a commit, so that Git's own programs show what is followed.
  func setHead(_ commit: GitObjectIdentifier) throws(GitError) {
    var target = commit.native
    try GitLibrary.check(git_repository_set_head_detached(handle, &target), path: path)
  }

  /// The names of references that match a pattern such as `refs/sluice/source/*`.
  func references(matching pattern: String) throws(GitError) -> [String] {
    var iterator: OpaquePointer?
    try GitLibrary.check(git_reference_iterator_glob_new(&iterator, handle, pattern), path: path)
    defer { git_reference_iterator_free(iterator) }
    var names: [String] = []
    var name: UnsafePointer<CChar>?
    while git_reference_next_name(&name, iterator) == 0, let name { names.append(String(cString: name)) }
    return names
  }

  /// What a commit or a tag may have, message and all, in bytes.
  private static let commitLimit: Int64 = 1 << 20
  /// How many tags of tags are followed.
  private static let tagLimit = 10

  /// Gives the object's commit to a call; a tag leads to the commit it names.
  func withCommit<Value>(
    _ identifier: GitObjectIdentifier, _ body: (OpaquePointer) throws(GitError) -> Value
  ) throws(GitError) -> Value {
    var wanted = identifier
    for _ in 0...Self.tagLimit {
      try checkSize(of: wanted, limit: Self.commitLimit, what: "the commit \(wanted.short)")
      var object: OpaquePointer?
      var native = wanted.native
      defer { git_object_free(object) }
      let code = git_object_lookup(&object, handle, &native, GIT_OBJECT_ANY)
      if code == GIT_ENOTFOUND.rawValue { throw .unknownCommit(wanted) }
      guard code == 0, let object else { throw .corrupt(GitLibrary.lastMessage().text) }
      switch git_object_type(object) {
      case GIT_OBJECT_COMMIT: return try body(object)
      case GIT_OBJECT_TAG:
        guard let target = git_tag_target_id(object) else { throw .unknownCommit(wanted) }
        wanted = GitObjectIdentifier(target.pointee)
      default: throw .corrupt("\(wanted) is no commit")
      }
    }
    throw .tooDeep("the tag \(identifier.short)")
  }

  /// Fails with `overLimit` where an object has more bytes, which its header says: a small pack can hold an object
  /// that fills the memory. Nothing is said of an object that is not there.
  func checkSize(of identifier: GitObjectIdentifier, limit: Int64, what: String) throws(GitError) {
    var odb: OpaquePointer?
    try GitLibrary.check(git_repository_odb(&odb, handle), path: path)
    defer { git_odb_free(odb) }
    var length = 0
    var type = GIT_OBJECT_ANY
    var native = identifier.native
    guard git_odb_read_header(&length, &type, odb, &native) == 0 else { return }
    if Int64(length) > limit { throw .overLimit("\(what) (\(length) bytes)", limit: limit) }
  }

  /// Follows tags to a commit.
  func commitIdentifier(_ identifier: GitObjectIdentifier) throws(GitError) -> GitObjectIdentifier {
    try withCommit(identifier) { commit in GitObjectIdentifier(git_object_id(commit).pointee) }
  }

  /// Gives the tree of a commit to a call.
  func withTree<Value>(
    of commit: GitObjectIdentifier, _ body: (OpaquePointer) throws(GitError) -> Value
  ) throws(GitError) -> Value {
    try withCommit(commit) { commit throws(GitError) in
      var tree: OpaquePointer?
      defer { git_tree_free(tree) }
      if let identifier = git_commit_tree_id(commit) {
        try checkSize(
          of: GitObjectIdentifier(identifier.pointee), limit: Integrity.objectLimit, what: "the directory ."
        )
      }
      guard git_commit_tree(&tree, commit) == 0, let tree else {
        throw GitError.corrupt(GitLibrary.lastMessage().text)
      }
      return try body(tree)
    }
  }

  /// Whether the newer commit has the older one in its history (or is the same).
  func isAncestor(_ older: GitObjectIdentifier, of newer: GitObjectIdentifier) throws(GitError) -> Bool {
    if older == newer { return true }
    var old = older.native
    var new = newer.native
    let code = git_graph_descendant_of(handle, &new, &old)
    if code < 0 { throw GitLibrary.failure(code, path: path) }
    return code == 1
  }
}

extension Repository {
  /// Which commits have names that begin with the same digits.
  enum Beginning {
    case none
    case one(GitObjectIdentifier)
    /// Or too few digits to look.
    case several
  }

  /// The commit whose name begins with these hexadecimal digits.
  func commit(beginning digits: String) throws(GitError) -> Beginning {
    let length = digits.utf8.count
    guard length <= 40,
      let padded = GitObjectIdentifier(digits + String(repeating: "0", count: 40 - length))
    else { return .none }
    var commit: OpaquePointer?
    var name = padded.native
    let code = git_commit_lookup_prefix(&commit, handle, &name, length)
    if code == GIT_ENOTFOUND.rawValue { return .none }
    if code == GIT_EAMBIGUOUS.rawValue { return .several }
    guard code == 0, let commit else { throw .corrupt(GitLibrary.lastMessage().text) }
    defer { git_commit_free(commit) }
    return git_commit_id(commit).map { .one(GitObjectIdentifier($0.pointee)) } ?? .none
  }

  /// True where nothing lies at the path.
  static func isMissing(_ path: String) -> Bool { access(path, F_OK) != 0 }

  /// Whether an object is in the repository.
  func has(_ identifier: GitObjectIdentifier) -> Bool {
    var odb: OpaquePointer?
    var native = identifier.native
    guard git_repository_odb(&odb, handle) == 0 else { return false }
    defer { git_odb_free(odb) }
    return git_odb_exists(odb, &native) == 1
  }

  /// What is wrong with HEAD; nil where it names a commit, or nothing yet.
  var headDamage: String? {
    var head: OpaquePointer?
    defer { git_reference_free(head) }
    let code = git_repository_head(&head, handle)
    if code == 0 || code == GIT_EUNBORNBRANCH.rawValue { return nil }
    return "HEAD: \(GitLibrary.lastMessage().text)"
  }

  /// The address that the mirror was made for, kept where Git's own programs show it.
  var address: String? {
    var config: OpaquePointer?
    var value = git_buf()
    guard git_repository_config_snapshot(&config, handle) == 0 else { return nil }
    defer {
      git_config_free(config)
      git_buf_dispose(&value)
    }
    guard git_config_get_string_buf(&value, config, Self.addressKey) == 0, let text = value.ptr else {
      return nil
    }
    return String(cString: text)
  }

  func setAddress(_ address: String) throws(GitError) {
    var config: OpaquePointer?
    try GitLibrary.check(git_repository_config(&config, handle), path: path)
    defer { git_config_free(config) }
    try GitLibrary.check(git_config_set_string(config, Self.addressKey, address), path: path)
  }

  private static let addressKey = "remote.origin.url"
}
