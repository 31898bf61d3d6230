import Base
import Documents
import Jsonnet
import Manifests
import Secrets

/// Makes whole contents again, one at a time, from the revision that was rendered.
public actor BodySource {
  /// What contents are made with beside the revision.
  struct Means: Sendable {
    let lookup: ValueLookup
    let documents: DocumentRendering
    let urls: URLContentCache
    let remote: RemoteContents
    let answers: InputAnswers
    /// Another one for other answers.
    let answersNumber: Int
    /// Nil where nothing is evaluated.
    let evaluator: JsonnetEvaluator?
    let patches: PatchRendering
  }

  nonisolated let objects: [ObjectReference: ManifestObject]
  nonisolated let means: Means
  let tree: any SourceTree
  let settings: LoaderSettings
  /// The objects of the file that was read last: neighbours are usually asked for one after the other.
  private var lastFile: (file: TreeFile, objects: [DocumentAddress: ManifestObject])?
  private var knownFiles: [String: TreeFile]?

  init(_ objects: [ManifestObject], tree: any SourceTree, settings: LoaderSettings, means: Means) {
    self.objects = Dictionary(objects.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
    self.tree = tree
    self.settings = settings
    self.means = means
  }

  /// The content of an object; for folders without a manifest the title is all there is.
  /// - Returns: nil where it cannot be made any more, for example because a fetched content or a secret went away.
  /// - Parameter kind: what of the object is meant: itself, what takes its place (`DesiredObject.standsFor`), or
  ///   what it gives beside.
  public func body(
    of reference: ObjectReference, title: String, kind: ObjectKind? = nil
  ) async throws(SourceTreeError) -> DesiredBody? {
    if kind == .correlations {
      return objects[reference.manifest].flatMap { CorrelationsRendering.companion(of: $0) }.map {
        .document($0.document.body)
      }
    }
    guard let object = objects[reference] else {
      return reference.kind == GrafanaFolder.kind ? .folder(FolderBody(title: title, permissions: nil)) : nil
    }
    switch object.spec {
    case let folder as GrafanaFolder:
      return .folder(FolderBody(title: folder.title, permissions: folder.permissions))
    case let datasource as GrafanaDatasource:
      return DatasourceRendering.render(datasource, of: object, lookup: means.lookup).body.map {
        .datasource($0)
      }
    case let instance as GrafanaInstance:
      return instance.homeDashboardUID.map { .document(DocumentBody(HomeDashboard.model($0))) }
    case let dashboard as GrafanaDashboard:
      return try await content(dashboard, of: object).body.map { .dashboard($0) }
    case let panel as GrafanaLibraryPanel:
      return try await content(panel, of: object).body.map { .document(LibraryPanelContent.document($0)) }
    case let manifest as GrafanaManifest where !manifest.patch.scripts.isEmpty:
      return await means.patches.render(manifest, of: object, allowance: nil).document.map {
        .document($0.body)
      }
    default:
      let documents = means.documents
      if let standIn = documents.standIn(for: object), standIn.kind == kind { return .document(standIn.body) }
      return documents.render(object)?.document.map { .document($0.body) }
    }
  }

  /// The object with its long texts; nil where the file has another content by now.
  func whole(_ object: ManifestObject) async throws(SourceTreeError) -> ManifestObject? {
    let file = object.address.file
    if let lastFile, lastFile.file == file { return lastFile.objects[object.address] }
    let objects = try await ObjectReader(tree, settings: settings).objects(in: file)
    lastFile = (file, objects)
    return objects[object.address]
  }

  /// All files of the revision, by their paths.
  func files() async throws(SourceTreeError) -> [String: TreeFile] {
    if let knownFiles { return knownFiles }
    let files = try await tree.files(below: "")
    let byPath = Dictionary(files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    knownFiles = byPath
    return byPath
  }
}
