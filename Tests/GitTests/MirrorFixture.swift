import Foundation
import Git
import TestSupport

extension GitRepositoryFixture {
  /// Opens a mirror of an address in a fresh folder of this fixture.
  func mirror(
    _ url: String, reference: GitReference = .branch("main"), access: GitAccess = GitAccess(),
    limits: GitLimits = .patient, name: String = "mirror"
  ) async throws -> GitMirror {
    let source = try GitSource(url: try GitURL(url), reference: reference, access: access, limits: limits)
    return try await GitMirror.open(directory: folder.file(name), source: source)
  }
}

extension GitLimits {
  /// Deadlines that only a peer that is gone runs into.
  static var patient: GitLimits {
    var limits = GitLimits()
    limits.connect = .seconds(120)
    limits.stall = .seconds(120)
    limits.total = .seconds(600)
    return limits
  }
}

/// Runs a call that must fail, and gives its typed error.
func failure<Value>(_ body: () async throws(GitError) -> Value) async -> GitError? {
  do throws(GitError) {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}

extension GitRepositoryFixture {
  /// Commits a file that does not compress.
  func commitNoise(bytes: Int, time: Int = 1_700_001_000, force: Bool = false) async throws {
    let random = FileHandle(forReadingAtPath: "/dev/urandom")?.readData(ofLength: bytes) ?? Data()
    let text = random.base64EncodedString()
    try await commit(["noise": text], time: time, force: force)
  }

  /// Packs, whole or begun, and loose objects of a mirror.
  func packs(_ name: String = "mirror") throws -> [String] {
    let objects = folder.file("\(name)/repository.git/objects")
    let found = try FileManager.default.subpathsOfDirectory(atPath: objects)
    return found.filter { $0 != "pack" && $0 != "info" }
  }
}
