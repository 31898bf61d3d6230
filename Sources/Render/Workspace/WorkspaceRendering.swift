import Base
import Documents
import Manifests
import Secrets

/// What one workspace is to hold.
public struct WorkspaceRendering: Sendable {
  /// The workspace's URL in its one spelling. Ownership is remembered under this name, whatever manifest says it.
  public let name: String
  /// The manifest that says how the workspace is reached: the first by file and line of those that name it and are not
  /// suspended. Where all are, it is a suspended one, and the whole workspace is left alone.
  public let reference: ObjectReference
  public let metadata: ObjectMetadata
  public let origin: SourceLocation
  public let instance: GrafanaInstance
  public let desired: [DesiredObject]

  /// The same workspace after everything has left it.
  public var holdingNothing: WorkspaceRendering {
    WorkspaceRendering(
      name: name, reference: reference, metadata: metadata, origin: origin, instance: instance, desired: [])
  }
}

/// An object whose content is known, before it is known which workspaces it goes to.
struct RenderedContent: Sendable {
  let object: ManifestObject
  let common: GrafanaCommonSpec
  let kind: ObjectKind
  var uid: String?
  let title: String
  let digest: Digest
  var uses: [ObjectUse] = []
  var parts: [String] = []
  var features: [ServerFeature] = []
  var plugins: [PluginUse] = []
  /// A data source that asks to be the default one.
  var isDefault = false
  var variant: String?
  /// As `DesiredObject.standsFor`.
  var standsFor: ObjectKind?
  /// As `DesiredObject.expirations`.
  var expirations: [Expiration] = []
  /// As `DesiredObject.secretPlaces`.
  var secretPlaces: [String] = []
  /// As `DesiredObject.apiVersion`.
  var apiVersion: String?
}

extension RenderedContent {
  /// - Parameter key: of the digests of secrets.
  init(_ document: RenderedDocument, of object: ManifestObject, key: [UInt8]) {
    self.init(
      object: object, common: document.common, kind: document.kind, uid: document.uid, title: document.title,
      digest: document.body.digest(key: key), uses: document.uses, parts: document.parts,
      features: document.features.sorted(), standsFor: document.standsFor,
      expirations: document.expirations, secretPlaces: document.body.hiddenPaths.map(\.description).sorted(),
      apiVersion: document.apiVersion)
  }
}

extension RenderedContent {
  init(_ panel: GrafanaLibraryPanel, _ summary: DashboardSummary, of object: ManifestObject) {
    self.init(
      object: object, common: panel.common, kind: .libraryPanel, uid: panel.uid ?? summary.uid,
      title: summary.title, digest: summary.digest, uses: summary.uses,
      plugins: panel.needs + summary.plugins,
      secretPlaces: summary.isSecret ? [JSONPointer.root.description] : [])
  }
}

/// Sorts contents into workspaces.
struct WorkspaceAssembly {
  private let manifests: [ManifestObject]
  private let contents: [RenderedContent]
  private let heldBack: [ObjectReference: SourceLocation]
  private let lookup: ValueLookup
  private(set) var diagnostics: [Diagnostic] = []
  private let heldBackMetadata: [ObjectReference: ObjectMetadata]
  private let unreadableFile: String?

  /// - Parameters:
  ///   - lookup: tells whether two manifests of one workspace lead there in the same way.
  ///   - unreadableFile: one that may hold folders.
  init(
    manifests: [ManifestObject], contents: [RenderedContent], heldBack: [ObjectReference: SourceLocation],
    heldBackMetadata: [ObjectReference: ObjectMetadata], lookup: ValueLookup, unreadableFile: String?
  ) {
    self.unreadableFile = unreadableFile
    self.heldBackMetadata = heldBackMetadata
    self.manifests = manifests
    self.contents = contents
    self.heldBack = heldBack
    self.lookup = lookup
  }

  /// One rendering for each workspace; what selects none of them is an error of its own.
  ///
  /// Selectors stay in their namespace unless they are allowed to leave it, so one workspace often has a `Grafana` in each
  /// namespace. Together they say what it holds: each of them alone would take the objects of the others for left over.
  mutating func run() -> [WorkspaceRendering] {
    var selected: Set<ObjectReference> = []
    var workspaces: [WorkspaceRendering] = []
    for group in groups() {
      var active: Set<ObjectReference> = []
      let chosen = contents.map { $0.settled(in: group.namespace) }.filter { content in
        let selecting = group.manifests.filter { $0.selects(content) }
        if selecting.contains(where: { !$0.instance.isSuspended }) { active.insert(content.object.reference) }
        return !selecting.isEmpty
      }
      selected.formUnion(chosen.map(\.object.reference))
      let leading = group.leading
      warnOfOtherAccess(group, leading)
      workspaces.append(
        WorkspaceRendering(
          name: group.name, reference: leading.object.reference, metadata: leading.object.metadata,
          origin: leading.object.origin, instance: leading.instance,
          desired: desired(chosen, active: active)
            + homeDashboard(group, leading, index: ContentIndex(chosen))))
    }
    // What is said of a data source goes for its correlations.
    for content in contents
    where !selected.contains(content.object.reference) && content.kind != .correlations {
      if let instance = heldBackInstance(of: content) {
        diagnostics.append(
          Diagnostic(
            .error, code: Diagnostic.heldBackInstance, subject: content.object.reference,
            at: content.object.origin, Diagnostic.heldBackMessage(by: instance),
            remedy: "see what is said of \(instance)"))
      } else {
        refuseUnselected(content)
      }
    }
    return workspaces
  }

  /// A `Grafana`.
  private struct Instance {
    let object: ManifestObject
    let instance: GrafanaInstance

    func selects(_ content: RenderedContent) -> Bool {
      content.common.selects(object.metadata, from: content.object.reference.namespace)
    }
  }

  /// The manifests of one workspace, sorted by file and line; never empty.
  private struct Group {
    let name: String
    var manifests: [Instance]

    var leading: Instance { manifests.first { !$0.instance.isSuspended } ?? manifests[0] }

    /// Of objects of the Kubernetes-style API that name none.
    var namespace: String { leading.instance.tenantNamespace ?? "default" }
  }

  private func groups() -> [Group] {
    let instances = manifests.compactMap { manifest in
      (manifest.spec as? GrafanaInstance).map { Instance(object: manifest, instance: $0) }
    }
    var groups: [Group] = []
    for instance in instances.sorted(by: { $0.object.origin < $1.object.origin }) {
      let name = WorkspaceName.normal(instance.instance.url)
      if let index = groups.firstIndex(where: { $0.name == name }) {
        groups[index].manifests.append(instance)
      } else {
        groups.append(Group(name: name, manifests: [instance]))
      }
    }
    return groups
  }

  /// There is one home dashboard, whichever of the manifests names it.
  private mutating func homeDashboard(
    _ group: Group, _ leading: Instance, index: ContentIndex
  ) -> [DesiredObject] {
    let naming = group.manifests.filter { $0.instance.homeDashboardUID != nil }
    guard let first = naming.first(where: { !$0.instance.isSuspended }) ?? naming.first,
      let uid = first.instance.homeDashboardUID
    else { return [] }
    for other in naming where other.instance.homeDashboardUID != uid {
      diagnostics.append(
        Diagnostic(
          .warning, code: "two-home-dashboards", subject: other.object.reference, at: other.object.origin,
          "\(other.object.reference) and \(first.object.reference) (\(first.object.origin.fileAndLine)) give one "
            + "workspace, \(group.name), different home dashboards; \(uid) is used",
          remedy: "keep homeDashboardUid in one of them"))
    }
    let requires = index.references([ObjectUse(.dashboard, uid, place: "")])
    return HomeDashboard.desired(by: first.object, first.instance, requires: requires).map { [$0] } ?? []
  }

  private mutating func warnOfOtherAccess(_ group: Group, _ leading: Instance) {
    guard group.manifests.count > 1 else { return }
    let access = WorkspaceAccess(leading.object, leading.instance, lookup)
    for other in group.manifests where other.object.reference != leading.object.reference {
      let differences = WorkspaceAccess(other.object, other.instance, lookup).differences(from: access)
      if differences.isEmpty { continue }
      diagnostics.append(
        Diagnostic(
          .warning, code: "workspace-named-twice", subject: other.object.reference, at: other.object.origin,
          "\(other.object.reference) and \(leading.object.reference) (\(leading.object.origin.fileAndLine)) name the "
            + "same workspace, \(group.name), with other \(differences.joined(separator: ", ")); "
            + "those of \(leading.object.reference) are used for both",
          remedy: "give both the same, or keep one of them"))
    }
  }

  /// The first of those that a content selects and that have errors.
  private func heldBackInstance(of content: RenderedContent) -> ObjectReference? {
    heldBackMetadata.filter { reference, metadata in
      reference.kind == GrafanaInstance.kind
        && content.common.selects(metadata, from: content.object.reference.namespace)
    }.keys.min()
  }

  private mutating func refuseUnselected(_ content: RenderedContent) {
    let broken = heldBack.keys.filter { $0.kind == GrafanaInstance.kind }.sorted()
    let names = broken.map(\.description).joined(separator: ", ")
    let namespace = content.object.reference.namespace
    let problem =
      switch content.common.selection {
      case .labels: "spec.instanceSelector selects no Grafana"
      case .namespace: "manifests of grafana-operator 4 go to each Grafana of their namespace"
      case .name(let name): "spec.instanceName names no Grafana: \(name)"
      }
    let message =
      broken.isEmpty
      ? problem
        + (content.common.selection == .namespace
          ? ", and there is none in \(namespace)" : " in namespace \(namespace)")
      : "\(problem); \(names) \(broken.count == 1 ? "is" : "are") held back"
    diagnostics.append(
      Diagnostic(
        .error, code: "no-matching-instance", subject: content.object.reference, at: content.object.origin,
        message, remedy: remedyForUnselected(content, heldBack: names)))
  }

  private func remedyForUnselected(_ content: RenderedContent, heldBack: String) -> String {
    let instances =
      manifests.filter { $0.spec is GrafanaInstance }.map { ($0.reference, $0.metadata) }
      + heldBackMetadata.filter { $0.key.kind == GrafanaInstance.kind }.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
    if instances.isEmpty {
      return heldBack.isEmpty
        ? "add a Grafana manifest to the namespace" : "see what is said of \(heldBack)"
    }
    let isByLabels = if case .labels = content.common.selection { true } else { false }
    let elsewhere = Set(
      instances.map(\.1).filter { content.common.selects($0, from: $0.namespace) }.map(\.namespace))
    if !elsewhere.isEmpty {
      return "move it to namespace \(elsewhere.sorted().joined(separator: " or "))"
        + (isByLabels ? ", or set allowCrossNamespaceImport" : "")
    }
    let known = instances.map { "\($0) has \(Self.text($1.labels))" }.joined(separator: "; ")
    return "\(isByLabels ? "match its labels" : "write its name") (\(known))"
  }

  private static func text(_ labels: [String: String]) -> String {
    labels.isEmpty
      ? "no labels" : labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }

  /// - Parameter active: what a manifest selects that is not suspended.
  private mutating func desired(_ chosen: [RenderedContent], active: Set<ObjectReference>) -> [DesiredObject]
  {
    let refused = refuseSecondDefaults(chosen)
    var folders = FolderPlaces(
      chosen.filter { $0.kind == .folder }, heldBack: heldBack, unreadableFile: unreadableFile)
    var objects: [DesiredObject] = []
    let index = ContentIndex(chosen)
    for content in chosen where !refused.contains(content.object.reference) {
      switch folders.parent(of: content) {
      case .success(let parent):
        objects.append(
          content.desired(
            in: parent, requires: index.references(content.uses),
            isSuspended: !active.contains(content.object.reference)))
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
  /// The same for a workspace whose objects of the Kubernetes-style API lie in a namespace.
  fileprivate func settled(in namespace: String) -> RenderedContent {
    guard kind == .resource, let name = uid.flatMap({ ResourceName(uid: $0) }) else { return self }
    var copy = self
    copy.uid = name.said(in: namespace).uid
    return copy
  }

  func desired(
    in parent: DesiredObject.Parent, requires: [ObjectReference], isSuspended: Bool
  ) -> DesiredObject {
    let isNested = kind == .folder && parent != .root
    return DesiredObject(
      kind: kind, reference: object.reference, origin: object.origin, uid: uid, title: title, parent: parent,
      digest: digest, requires: requires, uses: uses, parts: parts,
      features: isNested ? features + [.nestedFolders] : features, plugins: plugins,
      isSuspended: isSuspended || common.isSuspended || object.metadata.isReconcileDisabled,
      driftPolicy: object.metadata.onlyReportsDrift || common.resyncPeriod == .zero ? .report : .repair,
      isPruned: object.metadata.isPruned, variant: variant, standsFor: standsFor,
      expirations: expirations, secretPlaces: secretPlaces, apiVersion: apiVersion)
  }
}

/// Finds manifests by what the contents of others call their objects: by uid or by name.
private struct ContentIndex {
  private var byIdentifier: [ObjectUse: ObjectReference] = [:]

  init(_ contents: [RenderedContent]) {
    for content in contents {
      byIdentifier[ObjectUse(content.kind, content.title, place: "")] = content.object.reference
      guard let uid = content.uid else { continue }
      let key = ObjectKey(content.kind, uid).declared
      byIdentifier[ObjectUse(key.kind, key.uid, place: "")] = content.object.reference
    }
  }

  func references(_ uses: [ObjectUse]) -> [ObjectReference] {
    Set(uses.compactMap { byIdentifier[ObjectUse($0.kind, $0.identifier, place: "")] }).sorted()
  }
}
