import Glibc

/// Something a file system refused.
public struct FileError: Error, Hashable, Sendable {
  /// Why, as far as callers treat causes differently.
  public enum Cause: Hashable, Sendable {
    case missing
    case permission
    case noSpace
    case exists
    /// The path is a symbolic link where none is followed.
    case symbolicLink
    /// Not a regular file: a directory, a device, a pipe.
    case notAFile
    /// More bytes than the limit that the caller set.
    case tooLarge(limit: Int)
    /// Nothing came for so long from another program.
    case silent(seconds: Int)
    /// Any other error number of the system.
    case system(Int32)
  }

  /// What was tried, as a verb: `read`, `write`, `list`.
  public let action: String
  public let path: String
  public let cause: Cause

  public init(_ action: String, _ path: String, _ cause: Cause) {
    self.action = action
    self.path = path
    self.cause = cause
  }

  /// From the error number that a system call left.
  init(_ action: String, _ path: String, code: Int32) {
    let cause: Cause =
      switch code {
      case ENOENT: .missing
      case EACCES, EPERM: .permission
      case ENOSPC, EDQUOT: .noSpace
      case EEXIST: .exists
      case ELOOP: .symbolicLink
      default: .system(code)
      }
    self.init(action, path, cause)
  }
}

extension FileError: CustomStringConvertible {
  /// `cannot write /var/lib/sluice/x: no space is left; free some on that file system`.
  public var description: String { "cannot \(action) \(path): \(reason)" }

  /// Why, with what to do where that is known.
  public var reason: String {
    switch cause {
    case .missing: "it does not exist"
    case .permission: "permission denied; run as its owner or change its mode"
    case .noSpace: "no space is left; free some on that file system"
    case .exists: "it exists already"
    case .symbolicLink: "it is a symbolic link, which is not followed here; put the file itself there"
    case .notAFile: "it is not a regular file"
    case .tooLarge(let limit): "it is larger than the limit of \(limit) bytes"
    case .silent(let seconds):
      "nothing came for \(seconds) seconds; see that the program before it writes and ends"
    case .system(let code): "\(String(cString: strerror(code))); check the path and its disk"
    }
  }
}
