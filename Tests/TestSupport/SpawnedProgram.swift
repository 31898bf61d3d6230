internal import CShims
import Glibc

/// Starts programs for fixtures with exactly the descriptors they are given.
///
/// Not Foundation's `Process`: it waits for the end of a socket that every other child started at the same moment
/// inherits, so that tests which run together wait for each other's servers, for ever.
enum SpawnedProgram {
  /// - Parameter words: the path of the program and its arguments.
  /// - Parameter standard: what become descriptors 0, 1 and 2.
  static func start(
    _ words: [String], environment: [String: String], directory: String = "/", standard: [Int32]
  ) throws -> pid_t {
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") }
    variables.append(nil)
    defer { for pointer in arguments + variables { free(pointer) } }
    var child: pid_t = 0
    let code = sluice_spawn(&child, words[0], arguments, variables, directory, standard)
    guard code == 0 else {
      throw GitProgram.Failure(description: "\(words[0]): \(String(cString: strerror(code)))")
    }
    return child
  }

  /// Waits on the calling thread; gives the exit status, or 128 and the signal, as shells do.
  @discardableResult
  static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }
}
