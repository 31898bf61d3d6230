import Base
import Manifests
import Platform

/// A folder on disk as a tree, for `sluice build` and `sluice validate`. Symbolic links are not followed.
public struct DirectoryTree: SourceTree {
  private let root: String

  public init(_ root: String) {
    self.root = root
  }

  public func files(below path: String) async throws(SourceTreeError) -> [TreeFile] {
    do throws(FileError) {
      guard try FileSystem.entry(at: absolute(path))?.kind == .directory else {
        throw FileError("read", absolute(path), .missing)
      }
      var files: [TreeFile] = []
      try collect(path, into: &files, depth: 0)
      return files
    } catch {
      throw SourceTreeError(
        error.cause == .missing ? .pathMissing : .treeUnreadable, path: path, error.description)
    }
  }

  public func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] {
    do {
      return try FileSystem.read(absolute(file.path), limit: limit, followingLinks: false)
    } catch {
      throw SourceTreeError(.fileRefused, path: file.path, error.description)
    }
  }

  private func collect(_ path: String, into files: inout [TreeFile], depth: Int) throws(FileError) {
    guard depth < 64 else { return }
    for name in try FileSystem.list(absolute(path)).sorted() where name != ".git" {
      let child = path.isEmpty ? name : path + "/" + name
      guard let entry = try FileSystem.entry(at: absolute(child)) else { continue }
      switch entry.kind {
      case .directory: try collect(child, into: &files, depth: depth + 1)
      case .file:
        let content = "\(entry.size) \(entry.modified.millisecondsSinceEpoch)"
        files.append(TreeFile(path: child, contentID: content))
      default: break
      }
    }
  }

  private func absolute(_ path: String) -> String { path.isEmpty ? root : root + "/" + path }
}
