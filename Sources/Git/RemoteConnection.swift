internal import CLibGit2
internal import Glibc

/// A connected remote of libgit2: it lists, downloads and uploads, then disconnects.
final class RemoteConnection {
  private let handle: OpaquePointer
  private let operation: RemoteOperation

  enum Direction {
    case fetch
    case push
  }

  init(_ repository: Repository, _ operation: RemoteOperation, for direction: Direction) throws(GitError) {
    let url = operation.source.url
    var remote: OpaquePointer?
    if url.scheme == .file, access(url.path, F_OK) != 0 { throw .notFound(url: url.description) }
    let address = url.scheme == .file ? url.path : url.description
    var options = git_remote_create_options()
    git_remote_create_options_init(&options, UInt32(GIT_REMOTE_CREATE_OPTIONS_VERSION))
    options.repository = repository.handle
    // libgit2 1.5 leaks 20 KB for each line of configuration that it compares with `url.*.insteadOf`.
    options.flags =
      GIT_REMOTE_CREATE_SKIP_INSTEADOF.rawValue | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC.rawValue
    try GitLibrary.check(git_remote_create_with_opts(&remote, address, &options), path: repository.path)
    guard let remote else { throw .library("libgit2 made no remote") }
    var callbacks = operation.callbacks
    let code = git_remote_connect(
      remote, direction == .fetch ? GIT_DIRECTION_FETCH : GIT_DIRECTION_PUSH, &callbacks, nil, nil)
    if code < 0 {
      let error = Self.connectError(code, operation)
      git_remote_free(remote)
      throw error
    }
    handle = remote
    self.operation = operation
  }

  deinit {
    git_remote_disconnect(handle)
    git_remote_free(handle)
  }

  /// The local transport opens a repository; where that fails, there is none.
  private static func connectError(_ code: Int32, _ operation: RemoteOperation) -> GitError {
    let (text, area) = GitLibrary.lastMessage()
    let url = operation.source.url
    if url.scheme == .file, area == GIT_ERROR_REPOSITORY {
      return text.contains("could not find")
        ? .notFound(url: url.description) : .notARepository(url: url.description, reason: text)
    }
    return operation.error(code)
  }

  /// What the host has: names with what they name; an annotated tag also as `name^{}`.
  func list() throws(GitError) -> [String: GitObjectIdentifier] {
    var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
    var count = 0
    let code = git_remote_ls(&heads, &count, handle)
    if code < 0 { throw operation.error(code) }
    var names: [String: GitObjectIdentifier] = [:]
    for index in 0..<count {
      guard let head = heads?[index]?.pointee, let name = head.name else { continue }
      names[String(cString: name)] = GitObjectIdentifier(head.oid)
    }
    return names
  }

  /// Takes in all objects that the named references need. No local reference changes.
  func download(_ references: [String]) throws(GitError) {
    var options = git_fetch_options()
    git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION))
    options.callbacks = operation.callbacks
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
    let code = Self.withStringArray(references) { git_remote_download(handle, $0, &options) }
    if code < 0 { throw operation.error(code) }
  }

  /// Pushes one reference; gives the host's reason where it does not take it.
  func upload(_ reference: String) throws(GitError) -> PushOutcome {
    var options = git_push_options()
    git_push_options_init(&options, UInt32(GIT_PUSH_OPTIONS_VERSION))
    options.callbacks = operation.callbacks
    let code = Self.withStringArray(["\(reference):\(reference)"]) { git_remote_upload(handle, $0, &options) }
    if code == GIT_ENONFASTFORWARD.rawValue { return .behind }
    if code == GIT_EBAREREPO.rawValue { return .hasWorkTree }
    if code < 0 { throw operation.error(code) }
    guard let reason = operation.rejections.first else { return .taken }
    return Self.isRace(reason) ? .behind : .refused(reason)
  }

  /// What became of a push.
  enum PushOutcome: Equatable {
    case taken
    /// Somebody else was faster: fetch, rebuild, try again.
    case behind
    /// libgit2's local transport writes to bare repositories only.
    case hasWorkTree
    case refused(String)
  }

  /// The words of git-receive-pack where the reference moved between the listing and the push.
  private static func isRace(_ reason: String) -> Bool {
    [
      "fetch first", "non-fast-forward", "failed to update ref", "cannot lock ref", "failed to lock",
      "already exists",
    ]
    .contains { reason.contains($0) }
  }

  private static func withStringArray(_ texts: [String], _ body: (UnsafePointer<git_strarray>) -> Int32)
    -> Int32
  {
    var pointers = texts.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
      var array = git_strarray(strings: buffer.baseAddress, count: buffer.count)
      return body(&array)
    }
  }
}
