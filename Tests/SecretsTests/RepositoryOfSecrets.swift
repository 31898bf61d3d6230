import Base
import Manifests

/// A tree with one file `secrets.yaml`.
struct RepositoryOfSecrets: SourceTree {
  let text: String

  func files(below path: String) async throws(SourceTreeError) -> [TreeFile] {
    [TreeFile(path: "secrets.yaml", contentID: "1")]
  }

  func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] { Array(text.utf8) }

  /// What the file declares.
  static func set(_ text: String) async throws -> ManifestSet<ManifestObject> {
    let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings()) { ($0, []) }
    return try await loader.load(RepositoryOfSecrets(text: text), path: "")
  }
}

extension ValueSource {
  static func secret(_ name: String, _ key: String) -> ValueSource {
    .secret(KeySelector(name: name, key: key, origin: place))
  }

  static func configMap(_ name: String, _ key: String) -> ValueSource {
    .configMap(KeySelector(name: name, key: key, origin: place))
  }

  private static var place: SourceLocation { SourceLocation(file: "a.yaml", position: .start) }
}
