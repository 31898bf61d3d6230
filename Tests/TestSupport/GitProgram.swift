import Foundation

/// Runs the `git` program (and others) for fixtures, cut off from the user's configuration.
public enum GitProgram {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  public static let environment: [String: String] = [
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/nonexistent", "LC_ALL": "C", "TZ": "UTC",
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
  ]

  /// The full path of a program (a path is taken as it is), or nil where it is not installed.
  public static func find(_ name: String) -> String? {
    if name.hasPrefix("/") { return FileManager.default.isExecutableFile(atPath: name) ? name : nil }
    var folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    folders.append("/usr/lib/git-core")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs a program to its end and gives its standard output without the final line end.
  @discardableResult
  public static func run(
    _ program: String, _ arguments: [String], in directory: String = "/",
    environment extra: [String: String] = [:], input: String? = nil
  ) throws -> String {
    guard let path = find(program) else { throw Failure(description: "\(program) is not installed") }
    let scratch = try TemporaryDirectory()
    try scratch.write(input ?? "", to: "input")
    let (output, errors) = (scratch.file("output"), scratch.file("errors"))
    let files = [
      open(scratch.file("input"), O_RDONLY | O_CLOEXEC),
      open(output, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600),
      open(errors, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600),
    ]
    defer { for file in files { close(file) } }
    let child = try SpawnedProgram.start(
      [path] + arguments, environment: environment.merging(extra) { $1 }, directory: directory,
      standard: files)
    let status = SpawnedProgram.wait(for: child)
    let text = try String(contentsOfFile: output, encoding: .utf8)
    guard status == 0 else {
      let reason = try String(contentsOfFile: errors, encoding: .utf8)
      throw Failure(description: "\(program) \(arguments.joined(separator: " ")): \(reason)\(text)")
    }
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
