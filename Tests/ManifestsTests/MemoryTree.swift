import Base
import Manifests
import Synchronization

/// A tree that is a dictionary. It counts what is read.
final class MemoryTree: SourceTree {
  private let contents: [String: [UInt8]]
  private let refusals: [String: SourceTreeError.Kind]
  private let reads = Mutex<[String]>([])

  init(_ contents: [String: [UInt8]], refusals: [String: SourceTreeError.Kind] = [:]) {
    self.contents = contents
    self.refusals = refusals
  }

  convenience init(_ contents: [String: String], refusals: [String: SourceTreeError.Kind] = [:]) {
    self.init(contents.mapValues { Array($0.utf8) }, refusals: refusals)
  }

  /// Paths in the order in which they were read.
  var readPaths: [String] { reads.withLock { $0 } }

  func files(below path: String) async throws(SourceTreeError) -> [TreeFile] {
    let prefix = path.isEmpty ? "" : path + "/"
    let files = contents.keys.sorted().filter { $0.hasPrefix(prefix) }
    if files.isEmpty, !path.isEmpty { throw SourceTreeError(.pathMissing, path: path, "there is no \(path)") }
    return files.map { TreeFile(path: $0, contentID: Digest(of: contents[$0] ?? []).description) }
  }

  func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] {
    reads.withLock { $0.append(file.path) }
    if let refusal = refusals[file.path] {
      throw SourceTreeError(refusal, path: file.path, "\(file.path) cannot be read")
    }
    guard let bytes = contents[file.path] else {
      throw SourceTreeError(.fileRefused, path: file.path, "there is no such file")
    }
    guard bytes.count <= limit else {
      throw SourceTreeError(.fileRefused, path: file.path, "the file is larger than \(limit) bytes")
    }
    return bytes
  }
}

/// Loads one file.
func load(
  _ text: String, file: String = "a.yaml", settings: LoaderSettings = LoaderSettings()
) async throws -> ManifestSet<ManifestObject> {
  try await load([file: text], settings: settings)
}

/// Loads several files.
func load(
  _ files: [String: String], path: String = "", settings: LoaderSettings = LoaderSettings()
) async throws -> ManifestSet<ManifestObject> {
  let loader = ManifestLoader<ManifestObject>(settings: settings) { ($0, []) }
  return try await loader.load(MemoryTree(files), path: path)
}

/// `line:column severity message` of each finding.
func findings(_ text: String, settings: LoaderSettings = LoaderSettings()) async throws -> [String] {
  try await load(text, settings: settings).diagnostics.map { diagnostic in
    let position = diagnostic.location?.position ?? .start
    return "\(position.line):\(position.column) \(diagnostic.severity.rawValue) \(diagnostic.message)"
  }
}
