import Base
import Manifests

/// A tree that is a dictionary.
struct MemoryTree: SourceTree {
  var contents: [String: String]

  func files(below path: String) async throws(SourceTreeError) -> [TreeFile] {
    let prefix = path.isEmpty ? "" : path + "/"
    return contents.keys.sorted().filter { $0.hasPrefix(prefix) }.map {
      TreeFile(path: $0, contentID: Digest(of: contents[$0] ?? "").description)
    }
  }

  func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] {
    guard let text = contents[file.path] else {
      throw SourceTreeError(.fileRefused, path: file.path, "there is no such file")
    }
    guard text.utf8.count <= limit else {
      throw SourceTreeError(.fileRefused, path: file.path, "the file is larger than \(limit) bytes")
    }
    return Array(text.utf8)
  }
}

/// Loads one file `a.yaml`.
func load(_ text: String, settings: LoaderSettings = LoaderSettings()) async throws -> ManifestSet<
  ManifestObject
> {
  let loader = ManifestLoader<ManifestObject>(settings: settings) { ($0, []) }
  return try await loader.load(MemoryTree(contents: ["a.yaml": text]), path: "")
}

/// `line:column severity message` of each finding.
func findings(_ text: String) async throws -> [String] {
  try await load(text).diagnostics.map { diagnostic in
    let position = diagnostic.location?.position ?? .start
    return "\(position.line):\(position.column) \(diagnostic.severity.rawValue) \(diagnostic.message)"
  }
}
