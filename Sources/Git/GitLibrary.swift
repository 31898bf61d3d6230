internal import CLibGit2
internal import CShims
internal import Glibc

/// libgit2, started once and cut off from the machine's configuration.
enum GitLibrary {
  private static let started: Int32 = sluice_git_start()

  static func start() throws(GitError) {
    if started < 0 { throw GitError.library("libgit2 does not start (code \(started))") }
  }

  /// What libgit2 said last on this thread. Read it before anything else is called.
  static func lastMessage() -> (text: String, area: git_error_t) {
    guard let last = git_error_last(), let message = last.pointee.message else {
      return ("libgit2 gave no reason", GIT_ERROR_NONE)
    }
    return (String(cString: message), git_error_t(UInt32(last.pointee.klass)))
  }

  /// Runs a call and turns its code into a typed error. `path` is where its files are.
  @discardableResult
  static func check(_ code: Int32, path: String) throws(GitError) -> Int32 {
    if code >= 0 { return code }
    throw failure(code, path: path)
  }

  static func failure(_ code: Int32, path: String) -> GitError {
    let (text, area) = lastMessage()
    if isDiskFull(text) { return .diskFull(path: path) }
    switch area {
    case GIT_ERROR_ODB, GIT_ERROR_ZLIB, GIT_ERROR_OBJECT, GIT_ERROR_TREE, GIT_ERROR_INDEXER:
      return .corrupt(text)
    case GIT_ERROR_OS, GIT_ERROR_FILESYSTEM: return .fileSystem(path: path, reason: text)
    default: return .library(text)
    }
  }

  static func isDiskFull(_ text: String) -> Bool {
    [ENOSPC, EDQUOT, EFBIG].contains { text.contains(String(cString: strerror($0))) }
  }
}
