import Base
import Manifests

/// The Flux documents of the file that `--sources` names. It stands on the machine, not in the repository, so other
/// kinds in it are mistakes.
struct FluxSources: Sendable {
  let repositories: [ManifestObject]
  let kustomizations: [ManifestObject]
  /// Sorted by line.
  let diagnostics: [Diagnostic]

  /// - Parameter file: path of the file, for locations.
  init(_ bytes: [UInt8], file: String) async throws(SourceTreeError) {
    let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings(vocabulary: .sources)) { ($0, []) }
    let set = try await loader.load(
      OneFileTree(file: TreeFile(path: file, contentID: ""), bytes: bytes), path: "")
    repositories = set.items.filter { $0.spec is FluxGitRepository }
    kustomizations = set.items.filter { $0.spec is FluxKustomization }
    let strangers = set.skipped.map { document in
      Diagnostic(
        .error, code: "unknown-kind", at: document.origin,
        "\(document.kind.isEmpty ? "a document without a kind" : document.kind) does not belong into a file of sources"
          + NearestName.suggestion(
            for: document.kind, among: [FluxGitRepository.kind, FluxKustomization.kind]),
        remedy: "write GitRepository and Kustomization only")
    }
    diagnostics = (set.diagnostics + strangers).sorted()
  }
}

/// A tree that has one file.
private struct OneFileTree: SourceTree {
  let file: TreeFile
  let bytes: [UInt8]

  func files(below path: String) async throws(SourceTreeError) -> [TreeFile] { [file] }

  func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] { bytes }
}
