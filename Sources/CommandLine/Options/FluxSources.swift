import Base
import Manifests

/// The Flux documents of the file that `--sources` names. Other kinds in it are skipped, as `flux export` and people put
/// more into such a file.
struct FluxSources: Sendable {
  let repositories: [ManifestObject]
  let kustomizations: [ManifestObject]
  let skipped: [SkippedDocument]
  /// Sorted by line.
  let diagnostics: [Diagnostic]

  /// - Parameter file: path of the file, for locations.
  init(_ bytes: [UInt8], file: String) async throws(SourceTreeError) {
    let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings(vocabulary: .sources)) { ($0, []) }
    let set = try await loader.load(
      OneFileTree(file: TreeFile(path: file, contentID: ""), bytes: bytes), path: "")
    repositories = set.items.filter { $0.spec is FluxGitRepository }
    kustomizations = set.items.filter { $0.spec is FluxKustomization }
    skipped = set.skipped
    diagnostics = set.diagnostics
  }
}

/// A tree that has one file.
private struct OneFileTree: SourceTree {
  let file: TreeFile
  let bytes: [UInt8]

  func files(below path: String) async throws(SourceTreeError) -> [TreeFile] { [file] }

  func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] { bytes }
}
