import Base
import Manifests
import Platform
import TestSupport

/// The files of `sample-repo/`.
struct SampleRepository: SourceTree {
  private let root = SharedData.projectRoot + "/sample-repo"

  func files(below path: String) async throws(SourceTreeError) -> [TreeFile] {
    do {
      return try paths(below: path).map { TreeFile(path: $0, contentID: $0) }
    } catch {
      throw SourceTreeError(.pathMissing, path: path, error.description)
    }
  }

  func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] {
    do {
      return try FileSystem.read(root + "/" + file.path, limit: limit)
    } catch {
      throw SourceTreeError(.fileRefused, path: file.path, error.description)
    }
  }

  private func paths(below folder: String) throws(FileError) -> [String] {
    var found: [String] = []
    for name in try FileSystem.list(root + "/" + folder) {
      let path = folder.isEmpty ? name : folder + "/" + name
      switch try FileSystem.entry(at: root + "/" + path)?.kind {
      case .directory: found += try paths(below: path)
      case .file: found.append(path)
      default: break
      }
    }
    return found
  }

  /// What the environment `prod` declares.
  func environment() async throws -> ManifestSet<ManifestObject> {
    try await load("clusters/prod", vocabulary: .objects)
  }

  func load(_ path: String, vocabulary: ManifestVocabulary) async throws -> ManifestSet<ManifestObject> {
    let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings(vocabulary: vocabulary)) { ($0, []) }
    return try await loader.load(self, path: path)
  }
}

extension ManifestSet where Item == ManifestObject {
  /// The specs of one kind, in the order of their files.
  func specs<Spec: ManifestSpec>(_ type: Spec.Type) -> [Spec] { items.compactMap { $0.spec as? Spec } }
}
