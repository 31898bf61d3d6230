import Base
import Git
import Manifests
import Platform

/// A folder on disk as a tree, for `sluice build` and `sluice validate`: what the daemon would read of it once it is in
/// Git. Symbolic links may lead as far as the repository that the folder lies in; a folder outside of any is a whole.
public struct DirectoryTree: SourceTree {
  private let files: WorkTreeFiles
  /// Leads from the repository's root to the folder; empty where they are the same.
  private let folder: String
  private let limits = GitLimits()

  /// The folder may be reached through links.
  public init(_ directory: String) throws(SourceTreeError) {
    do throws(FileError) {
      guard try FileSystem.entry(at: directory) != nil else { throw FileError("read", directory, .missing) }
      let path = try FileSystem.resolved(directory)
      let root = try Self.repository(around: path) ?? path
      files = WorkTreeFiles(root: root)
      folder = Self.rest(of: path, below: root == "/" ? "" : root)
    } catch {
      throw SourceTreeError(.pathMissing, path: directory, error.description)
    }
  }

  private static func repository(around path: String) throws(FileError) -> String? {
    var directory = path
    while try !WorkTreeFiles.isRepository(directory) {
      let above = FileSystem.parent(of: directory)
      guard above != directory else { return nil }
      directory = above
    }
    return directory
  }

  public func files(below path: String) async throws(SourceTreeError) -> [TreeFile] {
    do throws(GitError) {
      let top = try PathResolution(files, path: inRepository(path)).resolve()
      guard top.kind == .directory else {
        throw top.kind == .submodule ? .isSubmodule(top.path) : .notADirectory(path)
      }
      return try files.entries(in: top, limits: limits).filter { $0.kind != .submodule }.map { entry in
        TreeFile(
          path: Self.joined(path, Self.rest(of: entry.path, below: top.path)),
          contentID: contentID(of: entry))
      }
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    } catch {
      throw SourceTreeError(listing: path, error)
    }
  }

  /// Of a link what it leads to, as in Git.
  private func contentID(of entry: WorkTreeFiles.Entry) -> String {
    let target = entry.kind == .symbolicLink ? try? PathResolution(files, path: entry.path).resolve() : nil
    return [entry, target ?? entry].map { "\($0.size) \($0.modified.precise)" }.joined(separator: " to ")
  }

  public func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] {
    let path = inRepository(file.path)
    do throws(GitError) {
      let entry = try PathResolution(files, path: path).resolve()
      switch entry.kind {
      case .file, .executable, .symbolicLink:
        return try files.bytes(of: entry, limit: min(limit, Int(limits.blobBytes)))
      case .directory: throw .notAFile(path)
      case .submodule: throw .isSubmodule(path)
      }
    } catch {
      throw SourceTreeError(reading: file.path, error)
    }
  }

  private func inRepository(_ path: String) -> String { Self.joined(folder, path) }

  private static func joined(_ directory: String, _ path: String) -> String {
    directory.isEmpty || path.isEmpty ? directory + path : directory + "/" + path
  }

  /// Counted in bytes: a name may begin with a mark that makes one character of it and the slash before it.
  private static func rest(of path: String, below directory: String) -> String {
    guard !directory.isEmpty || path.hasPrefix("/") else { return path }
    return String(decoding: path.utf8.dropFirst(directory.utf8.count + 1), as: UTF8.self)
  }
}
