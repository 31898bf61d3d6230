import Foundation

/// A repository with a work tree, made by the `git` program, and a bare one beside it that tests fetch from.
public final class GitRepositoryFixture: Sendable {
  public let folder: TemporaryDirectory
  /// The bare repository.
  public let bare: String
  public let work: String

  /// The bare repository lies at `<folder>/served/config.git`; a server's root can be `<folder>/served`.
  public init() async throws {
    folder = try TemporaryDirectory()
    bare = folder.file("served/config.git")
    work = folder.file("work")
    try await GitProgram.run("git", ["init", "-q", "--bare", "-b", "main", bare])
    try await GitProgram.run("git", ["init", "-q", "-b", "main", work])
    try await git("remote", "add", "origin", bare)
    for (key, value) in [("http.receivepack", "true"), ("uploadpack.allowFilter", "true")] {
      try await GitProgram.run("git", ["-C", bare, "config", key, value])
    }
  }

  public var fileURL: String { "file://\(bare)" }
  public var servedFolder: String { folder.file("served") }

  /// Runs git in the work tree.
  @discardableResult
  public func git(_ arguments: String..., environment: [String: String] = [:]) async throws -> String {
    try await GitProgram.run("git", arguments, in: work, environment: environment)
  }

  /// Runs git in the bare repository.
  @discardableResult
  public func bareGit(_ arguments: String..., input: String? = nil) async throws -> String {
    try await GitProgram.run("git", ["-C", bare] + arguments, input: input)
  }

  /// Writes files (nil removes one), commits, pushes the branch that is checked out, and gives the new commit.
  @discardableResult
  public func commit(
    _ files: [String: String?], message: String = "change", time: Int = 1_700_000_000, author: String = "Ada",
    force: Bool = false
  ) async throws -> String {
    for (name, text) in files {
      let path = URL(fileURLWithPath: "\(work)/\(name)")
      if let text {
        try FileManager.default.createDirectory(
          at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: path)
      } else {
        try FileManager.default.removeItem(at: path)
      }
    }
    try await git("add", "-A")
    let when = "\(time) +0000"
    try await git(
      "commit", "-q", "--allow-empty", "-m", message,
      environment: ["GIT_AUTHOR_NAME": author, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when])
    try await push(force: force)
    return try await git("rev-parse", "HEAD")
  }

  /// Pushes what is checked out to the bare repository.
  public func push(force: Bool = false) async throws {
    try await GitProgram.run("git", ["push", "-q"] + (force ? ["-f"] : []) + ["origin", "HEAD"], in: work)
  }

  /// Makes a symbolic link in the work tree.
  public func link(_ name: String, to target: String) throws {
    let path = URL(fileURLWithPath: "\(work)/\(name)")
    try FileManager.default.createDirectory(
      at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: path.path, withDestinationPath: target)
  }
}
