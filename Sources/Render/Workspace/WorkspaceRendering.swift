import Base
import Manifests

/// What one workspace is to hold.
public struct WorkspaceRendering: Sendable {
  public let reference: ObjectReference
  public let metadata: ObjectMetadata
  public let origin: SourceLocation
  public let instance: GrafanaInstance
  public let desired: [DesiredObject]

  /// The same workspace after everything has left it.
  public var holdingNothing: WorkspaceRendering {
    WorkspaceRendering(
      reference: reference, metadata: metadata, origin: origin, instance: instance, desired: [])
  }
}

/// An object whose content is known, before it is known which workspaces it goes to.
struct RenderedContent: Sendable {
  let object: ManifestObject
  let common: GrafanaCommonSpec
  let kind: ObjectKind
  let uid: String?
  let title: String
  let digest: Digest
  let datasources: [DatasourceUse]
  /// A data source that asks to be the default one.
  let isDefault: Bool
  let variant: String?
}

/// Sorts contents into workspaces.
struct WorkspaceAssembly {
  private let manifests: [ManifestObject]
  private let contents: [RenderedContent]
  private let heldBack: [ObjectReference: SourceLocation]
  private(set) var diagnostics: [Diagnostic] = []

  init(manifests: [ManifestObject], contents: [RenderedContent], heldBack: [ObjectReference: SourceLocation])
  {
    self.manifests = manifests
    self.contents = contents
    self.heldBack = heldBack
  }

  /// One rendering for each `Grafana`; what selects none of them is an error of its own.
  mutating func run() -> [WorkspaceRendering] {
    var selected: Set<ObjectReference> = []
    var workspaces: [WorkspaceRendering] = []
    for manifest in manifests {
      guard let instance = manifest.spec as? GrafanaInstance else { continue }
      let chosen = contents.filter {
        $0.common.selects(manifest.metadata, from: $0.object.reference.namespace)
      }
      selected.formUnion(chosen.map(\.object.reference))
      workspaces.append(
        WorkspaceRendering(
          reference: manifest.reference, metadata: manifest.metadata, origin: manifest.origin,
          instance: instance,
          desired: desired(chosen)))
    }
    for content in contents where !selected.contains(content.object.reference) {
      refuseUnselected(content, workspaces)
    }
    return workspaces
  }

  private mutating func refuseUnselected(_ content: RenderedContent, _ workspaces: [WorkspaceRendering]) {
    let broken = heldBack.keys.filter { $0.kind == GrafanaInstance.kind }.sorted()
    let message =
      broken.isEmpty
      ? "spec.instanceSelector selects no Grafana in namespace \(content.object.reference.namespace)"
      : "spec.instanceSelector selects no Grafana; \(broken.map(\.description).joined(separator: ", ")) "
        + (broken.count == 1 ? "is" : "are") + " held back"
    let known = workspaces.map { "\($0.reference) has \(Self.text($0.metadata.labels))" }.joined(
      separator: "; ")
    diagnostics.append(
      Diagnostic(
        .error, code: "no-matching-instance", subject: content.object.reference, at: content.object.origin,
        message,
        remedy: known.isEmpty
          ? "add a Grafana manifest" : "match its labels (\(known)), or set allowCrossNamespaceImport"))
  }

  private static func text(_ labels: [String: String]) -> String {
    labels.isEmpty
      ? "no labels" : labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }

  private mutating func desired(_ chosen: [RenderedContent]) -> [DesiredObject] {
    let refused = refuseSecondDefaults(chosen)
    var folders = FolderPlaces(chosen.filter { $0.kind == .folder }, heldBack: heldBack)
    var objects: [DesiredObject] = []
    let datasources = DatasourceIndex(chosen)
    for content in chosen where !refused.contains(content.object.reference) {
      switch folders.parent(of: content) {
      case .success(let parent):
        objects.append(content.desired(in: parent, requires: datasources.references(content.datasources)))
      case .failure(let problem): diagnostics.append(problem.diagnostic)
      }
    }
    return objects + folders.implicit
  }

  /// Grafana has one default data source: two that claim it would take it from each other with every cycle.
  private mutating func refuseSecondDefaults(_ chosen: [RenderedContent]) -> Set<ObjectReference> {
    let claims = chosen.filter(\.isDefault)
    guard claims.count > 1 else { return [] }
    let places = claims.map(\.object.origin.fileAndLine).joined(separator: " and ")
    for claim in claims {
      diagnostics.append(
        Diagnostic(
          .error, code: "two-defaults", subject: claim.object.reference, at: claim.object.origin,
          "\(claims.count) data sources of one workspace ask to be the default: \(places)",
          remedy: "keep isDefault: true in one of them"))
    }
    return Set(claims.map(\.object.reference))
  }
}

extension RenderedContent {
  func desired(in parent: DesiredObject.Parent, requires: [ObjectReference]) -> DesiredObject {
    DesiredObject(
      kind: kind, reference: object.reference, origin: object.origin, uid: uid, title: title, parent: parent,
      digest: digest, requires: requires,
      isSuspended: common.isSuspended || object.metadata.isReconcileDisabled,
      driftPolicy: object.metadata.onlyReportsDrift || common.resyncPeriod == .zero ? .report : .repair,
      isPruned: object.metadata.isPruned, variant: variant)
  }
}

/// Finds the manifests of data sources by what dashboards call them.
private struct DatasourceIndex {
  private var byIdentifier: [String: ObjectReference] = [:]

  init(_ contents: [RenderedContent]) {
    for content in contents where content.kind == .datasource {
      byIdentifier[content.title] = content.object.reference
      if let uid = content.uid { byIdentifier[uid] = content.object.reference }
    }
  }

  func references(_ uses: [DatasourceUse]) -> [ObjectReference] {
    Set(uses.compactMap { byIdentifier[$0.identifier] }).sorted()
  }
}
