import Base
import Git
import Manifests

/// The files of one fetched commit.
struct GitSourceTree: SourceTree {
  let mirror: GitMirror
  let commit: GitObjectIdentifier

  func files(below path: String) async throws(SourceTreeError) -> [TreeFile] {
    do throws(GitError) {
      let entries = try await mirror.tree(at: commit, directory: path).entries()
      return entries.filter { $0.kind != .submodule }.map {
        TreeFile(path: $0.path, contentID: $0.object.description)
      }
    } catch {
      throw SourceTreeError(listing: path, error)
    }
  }

  func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] {
    do throws(GitError) {
      return try await mirror.tree(at: commit).bytes(at: file.path, limit: Int64(limit))
    } catch {
      throw SourceTreeError(reading: file.path, error)
    }
  }
}
