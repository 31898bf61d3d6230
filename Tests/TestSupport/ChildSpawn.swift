internal import CShims
import Glibc

/// Starts a child process.
enum ChildSpawn {
  /// The system's reason.
  struct Refusal: Error {
    let text: String
  }

  /// - Parameter standard: what become the child's descriptors 0, 1 and 2; it inherits no others.
  static func start(_ command: ChildProcess, standard: [Int32]) -> Result<pid_t, Refusal> {
    var process = pid_t()
    let code = withCStrings([command.program] + command.arguments) { arguments in
      guard let environment = command.environment else {
        return sluice_spawn(
          &process, command.program, arguments, environ, command.workingDirectory, standard)
      }
      let settings = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      return withCStrings(settings) {
        sluice_spawn(&process, command.program, arguments, $0, command.workingDirectory, standard)
      }
    }
    return code == 0 ? .success(process) : .failure(Refusal(text: String(cString: strerror(code))))
  }

  private static func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
  }
}
