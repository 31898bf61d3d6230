import Base
import Jsonnet
import Manifests

/// Where the imports of a program are found. Nothing else can be imported.
protocol JsonnetLibraries: Sendable {
  /// Names at which an import is looked for, in this order; nil for one that leads out of everything there is.
  func candidates(_ wanted: JsonnetImport) -> [String]?
  /// The content; nil where there is no such file.
  func file(_ name: String) async throws(SourceTreeError) -> [UInt8]?
}

/// Paths without `.` and `..`.
enum LibraryPath {
  /// Nil where it leads out of the top, or begins there.
  static func joined(_ folder: String, _ path: String) -> String? {
    if path.hasPrefix("/") { return nil }
    var parts: [Substring] = []
    for part in (folder + "/" + path).split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.joined(separator: "/")
  }
}

/// The files of a revision: beside the file that imports, and in the folders `lib` and `vendor` of the manifest's folder
/// and of all above it, the nearest first.
struct TreeLibraries: JsonnetLibraries {
  /// All files of the tree, by their paths.
  let files: [String: TreeFile]
  let tree: any SourceTree
  /// Where the manifest lies; empty for the top.
  let folder: String
  let fileLimit: Int

  func candidates(_ wanted: JsonnetImport) -> [String]? {
    guard let beside = LibraryPath.joined(wanted.folder, wanted.path) else { return nil }
    let found = searchFolders.compactMap { LibraryPath.joined($0, wanted.path) }
    return [beside] + found.filter { $0 != beside }
  }

  func file(_ name: String) async throws(SourceTreeError) -> [UInt8]? {
    guard let file = files[name] else { return nil }
    return try await tree.read(file, limit: fileLimit)
  }

  /// `lib` and `vendor` as Tanka and jsonnet-bundler name them.
  var searchFolders: [String] {
    var folders: [String] = []
    var parts = folder.split(separator: "/")
    while true {
      let place = parts.isEmpty ? "" : parts.joined(separator: "/") + "/"
      folders += [place + "lib", place + "vendor"]
      if parts.popLast() == nil { return folders }
    }
  }
}

/// The files of an archive: beside the file that imports, and in the search paths, the last one first, then at the top.
struct ArchiveLibraries: JsonnetLibraries {
  let files: [String: [UInt8]]
  let searchPaths: [String]

  func candidates(_ wanted: JsonnetImport) -> [String]? {
    guard let beside = LibraryPath.joined(wanted.folder, wanted.path) else { return nil }
    let found = (searchPaths.reversed() + [""]).compactMap { LibraryPath.joined($0, wanted.path) }
    return [beside] + found.filter { $0 != beside }
  }

  func file(_ name: String) async -> [UInt8]? { files[name] }
}
