import Base
import Glibc
import Synchronization

/// Holds a file that only one process can hold. The kernel lets go when the process ends, however it ends.
public final class FileLock: Sendable {
  /// Why the file is not ours.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process, or another lock of this one, has it; the number is what the holder wrote into the file.
    case held(path: String, by: Int32?)
    case file(FileError)

    public var description: String {
      switch self {
      case .held(let path, let holder):
        "\(path) is held by \(holder.map { "process \($0)" } ?? "another process"); "
          + "stop it, or use another state directory"
      case .file(let error): error.description
      }
    }
  }

  /// Nil once the lock is given back.
  private let descriptor: Mutex<Int32?>

  /// Takes the lock at once or throws; the file is made where it is missing, and stays.
  public init(_ path: String) throws(Failure) {
    let file: Descriptor
    do throws(FileError) {
      file = try Descriptor(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600, action: "lock")
    } catch {
      throw .file(error)
    }
    guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
      if errno == EWOULDBLOCK { throw .held(path: path, by: FileLock.holder(in: file)) }
      throw .file(FileError("lock", path, code: errno))
    }
    let text = Array("\(getpid())\n".utf8)
    guard ftruncate(file.number, 0) == 0, pwrite(file.number, text, text.count, 0) == text.count else {
      throw .file(FileError("lock", path, code: errno))
    }
    descriptor = Mutex(file.release())
  }

  deinit { release() }

  /// Lets the next one in before this object goes away.
  public func release() {
    descriptor.withLock { held in
      guard let number = held else { return }
      // A child that is being started has a copy of the descriptor for a moment, which would keep the lock.
      flock(number, LOCK_UN)
      close(number)
      held = nil
    }
  }

  static func holder(in file: borrowing Descriptor) -> Int32? {
    var text = [UInt8](repeating: 0, count: 16)
    let count = pread(file.number, &text, text.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: text[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
  }
}
