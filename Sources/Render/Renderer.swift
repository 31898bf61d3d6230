import Base
import Documents
import Manifests
import Secrets
import Synchronization

/// Turns the manifests of a revision into what each workspace is to hold.
public final class Renderer: Sendable {
  private let loader: ManifestLoader<RenderedManifest>
  private let urls: URLContentCache
  private let secretsDirectory: String?
  private let standIn: SecretValue?
  private let scrubber: Scrubber
  /// Key of the digests of secrets.
  private let key: [UInt8]
  /// Models of dashboards whose JSON stands in config maps, by all that they are made of.
  private let summaries = Mutex<[SummaryKey: DashboardSummary]>([:])

  private struct SummaryKey: Hashable {
    let dashboard: DocumentAddress
    let source: DocumentAddress
  }

  /// - Parameters:
  ///   - standIn: as for `ValueLookup`.
  ///   - scrubber: hears of every secret that is found.
  public init(
    settings: LoaderSettings, secretsDirectory: String?, standIn: SecretValue? = nil, urls: URLContentCache,
    key: [UInt8], scrubber: Scrubber = Scrubber()
  ) {
    loader = ManifestLoader(settings: settings) { ManifestRendering.render($0) }
    self.urls = urls
    self.secretsDirectory = secretsDirectory
    self.standIn = standIn
    self.key = key
    self.scrubber = scrubber
  }

  /// - Parameter path: the folder of the tree that is rendered; empty for all of it.
  /// - Parameter isPast: another revision is the current one: what is kept for that stays.
  /// - Throws: what keeps the tree as a whole from being read. What is wrong with single objects is in the rendering.
  public func render(
    _ tree: any SourceTree, path: String, isPast: Bool = false
  ) async throws(SourceTreeError) -> Rendering {
    let set = try await loader.load(tree, path: path)
    let lookup = ValueLookup(
      manifests: set.items.map(\.object), heldBack: set.heldBack, directory: secretsDirectory,
      standIn: standIn, scrubber: scrubber)
    let routes = PolicyRoutes(set.items.map(\.object), in: set)
    let bodies = BodySource(
      set.items.map(\.object), documents: DocumentRendering(lookup: lookup, routes: routes),
      reader: ObjectReader(tree, settings: loader.settings), lookup: lookup, urls: urls)
    var diagnostics = set.diagnostics + routes.findings(set.items.map(\.object), heldBack: set.heldBack.keys)
    var heldBack = set.heldBack
    var contents: [RenderedContent] = []
    var volatile: [VolatileContent] = []
    let requests = set.items.compactMap(\.object.request)
    if !isPast { urls.keep(only: Set(requests.map(\.url))) }
    await urls.refresh(requests)
    for item in set.items {
      // Before it is read, so that what changes meanwhile is seen the next time.
      if let mark = mark(of: item.object, bodies: bodies, lookup: lookup) {
        volatile.append(VolatileContent(object: item.object, mark: mark))
      }
      let result = try await content(of: item, bodies: bodies, lookup: lookup)
      diagnostics += result.diagnostics
      if let content = result.content { contents.append(content) }
    }
    if !isPast { forgetSummaries(except: set) }
    var assembly = WorkspaceAssembly(
      manifests: set.items.map(\.object), contents: contents, heldBack: heldBack, lookup: lookup)
    let workspaces = assembly.run()
    diagnostics += assembly.diagnostics
    for diagnostic in diagnostics where diagnostic.severity == .error {
      if let subject = diagnostic.subject, let location = diagnostic.location, heldBack[subject] == nil {
        heldBack[subject] = location
      }
    }
    return Rendering(
      workspaces: workspaces.map { $0.without(Set(heldBack.keys)) }, manifests: set.items.map(\.object),
      diagnostics: diagnostics.sorted(), heldBack: heldBack,
      heldBackMetadata: set.heldBackMetadata, unreadableFiles: set.unreadableFiles,
      doubtfulFiles: set.doubtfulNames, skipped: set.skipped,
      lookup: lookup, bodies: bodies, volatile: volatile)
  }

  /// Whether rendering the same revision once more would give the same: looks only at what may have changed, values in
  /// a directory and content behind URLs.
  public func isCurrent(_ rendering: Rendering) async -> Bool {
    await urls.refresh(rendering.volatile.compactMap(\.object.request))
    return rendering.volatile.allSatisfy {
      $0.mark == mark(of: $0.object, bodies: rendering.bodies, lookup: rendering.lookup)
    }
  }

  /// What an object is made of beside the revision; nil where the revision says it all.
  private func mark(
    of object: ManifestObject, bodies: BodySource, lookup: ValueLookup
  ) -> VolatileContent.Mark? {
    switch object.spec {
    case let datasource as GrafanaDatasource:
      if datasource.substitutions.isEmpty { return nil }
      return .digest(
        DatasourceRendering.render(datasource, of: object, lookup: lookup).body?.digest(key: key))
    case let dashboard as GrafanaDashboard:
      switch dashboard.content {
      case .json, .gzipJSON: return nil
      case .url: return object.request.map { .fetched(urls.standing(of: $0)) }
      case .configMap(let selector):
        if bodies.objects[object.configMap(selector)]?.text(of: selector.key) != nil { return nil }
        let value = try? lookup.value(.configMap(selector), namespace: object.reference.namespace)
        return .digest(value?.withBytes { Digest(of: $0) })
      }
    default:
      guard DocumentRendering.isVolatile(object) else { return nil }
      let document = bodies.documents.render(object)?.document
      return .digest(document?.body.digest(key: key))
    }
  }

  private func content(
    of item: RenderedManifest, bodies: BodySource, lookup: ValueLookup
  ) async throws(SourceTreeError) -> (content: RenderedContent?, diagnostics: [Diagnostic]) {
    switch item.object.spec {
    case let folder as GrafanaFolder:
      let body = FolderBody(title: folder.title, permissions: folder.permissions)
      return (
        RenderedContent(
          object: item.object, common: folder.common, kind: .folder, uid: folder.uid, title: folder.title,
          digest: body.digest), []
      )
    case let datasource as GrafanaDatasource:
      let (body, diagnostics) = DatasourceRendering.render(datasource, of: item.object, lookup: lookup)
      return (
        body.map {
          RenderedContent(
            object: item.object, common: datasource.common, kind: .datasource, uid: datasource.uid,
            title: $0.model["name"]?.stringValue ?? datasource.name, digest: $0.digest(key: key),
            isDefault: $0.model["isDefault"]?.boolValue ?? false,
            variant: $0.model["type"]?.stringValue ?? datasource.type)
        }, diagnostics
      )
    case let dashboard as GrafanaDashboard:
      let (summary, diagnostics) = try await summary(of: item, dashboard, bodies: bodies)
      return (
        summary.map {
          RenderedContent(
            object: item.object, common: dashboard.common, kind: .dashboard, uid: dashboard.uid ?? $0.uid,
            title: $0.title, digest: $0.digest, uses: $0.uses)
        }, diagnostics
      )
    default:
      guard let (document, diagnostics) = bodies.documents.render(item.object) else {
        return (nil, [])
      }
      return (document.map { RenderedContent($0, of: item.object, key: key) }, diagnostics)
    }
  }

  private func summary(
    of item: RenderedManifest, _ dashboard: GrafanaDashboard, bodies: BodySource
  ) async throws(SourceTreeError) -> (DashboardSummary?, [Diagnostic]) {
    if let summary = item.dashboard { return (summary, []) }
    var known: SummaryKey?
    if case .configMap(let selector) = dashboard.content,
      let source = bodies.objects[item.object.configMap(selector)], source.text(of: selector.key) != nil
    {
      known = SummaryKey(dashboard: item.object.address, source: source.address)
    }
    if let known, let summary = summaries.withLock({ $0[known] }) { return (summary, []) }
    let result = try await bodies.dashboard(dashboard, of: item.object)
    let summary = result.model.map { DashboardSummary($0) }
    if let known, let summary, result.diagnostics.isEmpty { summaries.withLock { $0[known] = summary } }
    return (summary, result.diagnostics)
  }

  /// Those of documents that are not in the revision any more.
  private func forgetSummaries(except set: ManifestSet<RenderedManifest>) {
    let present = Set(set.items.map(\.object.address))
    summaries.withLock { summaries in
      summaries = summaries.filter { present.contains($0.key.dashboard) && present.contains($0.key.source) }
    }
  }
}

extension ManifestObject {
  /// The URL that the dashboard's JSON comes from, if it comes from one.
  fileprivate var request: URLContentCache.Request? {
    guard case .url(let url, let duration, _)? = (spec as? GrafanaDashboard)?.content else { return nil }
    return URLContentCache.Request(url: url, cacheDuration: duration)
  }

  /// The ConfigMap that a selector of this manifest names.
  fileprivate func configMap(_ selector: KeySelector) -> ObjectReference {
    ObjectReference(kind: ConfigMapManifest.kind, namespace: reference.namespace, name: selector.name)
  }
}

extension WorkspaceRendering {
  /// Without objects that are held back for a reason that was found after they were rendered.
  fileprivate func without(_ heldBack: Set<ObjectReference>) -> WorkspaceRendering {
    WorkspaceRendering(
      name: name, reference: reference, metadata: metadata, origin: origin, instance: instance,
      desired: desired.filter { !heldBack.contains($0.reference) })
  }
}
