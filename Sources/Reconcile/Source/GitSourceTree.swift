import Base
import Git
import Manifests

/// The files of one fetched commit.
struct GitSourceTree: SourceTree {
  let mirror: GitMirror
  let commit: GitObjectIdentifier

  func files(below path: String) async throws(SourceTreeError) -> [TreeFile] {
    do throws(GitError) {
      return try await mirror.tree(at: commit, directory: path).read { reader throws(GitError) in
        try reader.entries(in: path).filter { $0.kind != .submodule }.map {
          TreeFile(path: $0.path, contentID: Self.contentID(of: $0, reader))
        }
      }
    } catch {
      throw SourceTreeError(listing: path, error)
    }
  }

  /// Of a link what it leads to: its own blob stays the same when that changes. One that leads nowhere has its own, and
  /// reading it says why.
  private static func contentID(of entry: GitTreeEntry, _ reader: GitTreeReader) -> String {
    guard entry.kind == .symbolicLink, let target = try? reader.entry(at: entry.path) else {
      return entry.object.description
    }
    return "\(entry.object) to \(target.object)"
  }

  func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] {
    do throws(GitError) {
      return try await mirror.tree(at: commit).bytes(at: file.path, limit: Int64(limit))
    } catch {
      throw SourceTreeError(reading: file.path, error)
    }
  }
}
