import Platform

/// Something the state directory refused.
public enum StoreError: Error, Hashable, Sendable {
  /// Another process holds the state directory.
  case held(FileLock.Failure)
  /// Another connection wrote for longer than we wait.
  case locked(path: String)
  /// The database is damaged. At the next start of the daemon it is moved aside and begun anew.
  case corrupt(path: String, reason: String)
  /// The database is whole and holds something that this version never writes: another program changed it.
  case unreadable(path: String, column: String)
  case diskFull(path: String)
  /// Written by a newer version of this program.
  case newerSchema(path: String, found: Int, known: Int)
  /// There is no database: nothing ever ran with this directory.
  case missing(path: String)
  case file(FileError)
  /// The key file has another length than keys have.
  case unusableKey(path: String, count: Int)
  /// `close` was called before.
  case closed(path: String)
  /// Anything else that SQLite said.
  case failed(path: String, reason: String)
}

extension StoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .held(let failure): failure.description
    case .locked(let path): "\(path) is busy: another process writes to it for too long; try again"
    case .corrupt(let path, let reason):
      "\(path) is damaged (\(reason)); restart the daemon: it moves the file aside and takes its memory "
        + "from the git notes and the workspace"
    case .unreadable(let path, let column):
      "\(path) has a value in \(column) that this version never writes; stop the daemon and move the file away: "
        + "it begins a new one and takes its memory from the git notes and the workspace"
    case .diskFull(let path): "no space is left to write \(path); free some on that file system"
    case .newerSchema(let path, let found, let known):
      "\(path) has format \(found), and this version knows formats up to \(known); "
        + "run the newer version, or use another state directory"
    case .missing(let path): "there is no \(path); start the daemon with this state directory first"
    case .file(let error): error.description
    case .unusableKey(let path, let count):
      "\(path) has \(count) bytes instead of \(DigestKey.length); remove it, and every secret is written once more"
    case .closed(let path): "\(path) is closed: the program is ending"
    case .failed(let path, let reason): "\(path): \(reason)"
    }
  }
}
