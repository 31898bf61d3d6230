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
  private let evaluators: Evaluators?
  private let patches = PatchResults()
  private let catalogue: String
  /// What dashboards and library panels came to that are made of more than their own documents, by all that they are made of.
  private let known = Mutex<[DashboardKey: KnownDashboard]>([:])
  private let lastAnswers = Mutex<(answers: InputAnswers, number: Int)>((InputAnswers([], heldBack: [:]), 0))

  /// What evaluations may take in one rendering, about as long as people wait for a cycle.
  private let evaluationTime: Duration

  private struct Made {
    let content: RenderedContent?
    let diagnostics: [Diagnostic]
    let retry: EvaluationRetry?

    init(_ content: RenderedContent?, _ diagnostics: [Diagnostic] = [], _ retry: EvaluationRetry? = nil) {
      self.content = content
      self.diagnostics = diagnostics
      self.retry = retry
    }
  }

  /// Where grafana.com is.
  public static let grafanaCom = "https://grafana.com"

  /// - Parameters:
  ///   - standIn: as for `ValueLookup`.
  ///   - evaluators: nil where nothing is evaluated.
  ///   - catalogue: where dashboards of grafana.com are fetched, without a slash at the end.
  ///   - scrubber: hears of every secret that is found.
  ///   - evaluationTime: for the programs of one revision together; the rest waits for the next cycle.
  public init(
    settings: LoaderSettings, secretsDirectory: String?, standIn: SecretValue? = nil, urls: URLContentCache,
    key: [UInt8], evaluators: Evaluators? = nil, catalogue: String = Renderer.grafanaCom,
    scrubber: Scrubber = Scrubber(), evaluationTime: Duration = .seconds(20)
  ) {
    loader = ManifestLoader(settings: settings) { ManifestRendering.render($0, key: key) }
    self.urls = urls
    self.secretsDirectory = secretsDirectory
    self.standIn = standIn
    self.key = key
    self.evaluators = evaluators
    self.catalogue = catalogue
    self.scrubber = scrubber
    self.evaluationTime = evaluationTime
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
    let answers = InputAnswers(set.items.map(\.object), heldBack: set.heldBack)
    let bodies = BodySource(
      set.items.map(\.object), tree: tree, settings: loader.settings,
      means: BodySource.Means(
        lookup: lookup, documents: DocumentRendering(lookup: lookup, routes: routes), urls: urls,
        remote: RemoteContents(lookup: lookup, key: key, catalogue: catalogue),
        answers: answers, answersNumber: number(of: answers), evaluator: evaluators?.jsonnet,
        patches: PatchRendering(evaluator: evaluators?.jq, results: patches, lookup: lookup, key: key)))
    var diagnostics = set.diagnostics + routes.findings(set.items.map(\.object), heldBack: set.heldBack.keys)
    var heldBack = set.heldBack
    var contents: [RenderedContent] = []
    var volatile: [VolatileContent] = []
    var retries: [EvaluationRetry] = []
    let allowance = EvaluationAllowance(evaluationTime)
    let remote = set.items.compactMap { bodies.means.remoteContent(of: $0.object) }
    if !isPast { urls.keep(only: Set(remote.flatMap { urls.keys(of: $0) })) }
    await urls.refresh(remote)
    for item in set.items {
      // Before it is read, so that what changes meanwhile is seen the next time.
      let marks = marks(of: item.object, bodies)
      if !marks.isEmpty { volatile.append(VolatileContent(object: item.object, marks: marks)) }
      let result = try await content(of: item, bodies: bodies, lookup: lookup, allowance: allowance)
      diagnostics += result.diagnostics
      if let retry = result.retry { retries.append(retry) }
      if let content = result.content {
        contents.append(content)
        if let companion = CorrelationsRendering.companion(of: item.object) {
          contents.append(RenderedContent(companion.document, of: companion.object, key: key))
        }
      }
      if let standIn = bodies.means.documents.standIn(for: item.object) {
        contents.append(RenderedContent(standIn, of: item.object, key: key))
      }
    }
    if !isPast {
      forgetDashboards(except: set)
      patches.keep(only: Set(set.items.map(\.object.reference)))
    }
    var assembly = WorkspaceAssembly(
      manifests: set.items.map(\.object), contents: contents, heldBack: heldBack,
      heldBackMetadata: set.heldBackMetadata, lookup: lookup,
      unreadableFile: set.unreadableFile(thatMayHold: GrafanaFolder.kind))
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
      lookup: lookup, bodies: bodies, volatile: volatile, retries: retries)
  }

  private func number(of answers: InputAnswers) -> Int {
    lastAnswers.withLock { last in
      if last.answers != answers { last = (answers, last.number + 1) }
      return last.number
    }
  }

  /// Whether rendering the same revision once more would give the same: looks only at what may have changed, values in
  /// a directory, content behind URLs, and programs that were ended for what they took.
  public func isCurrent(_ rendering: Rendering) async -> Bool {
    await urls.refresh(
      rendering.volatile.compactMap { rendering.bodies.means.remoteContent(of: $0.object) })
    return !rendering.retries.contains(where: \.isDue)
      && rendering.volatile.allSatisfy { $0.marks == marks(of: $0.object, rendering.bodies) }
  }

  /// What an object is made of beside the revision; empty where the revision says it all.
  private func marks(of object: ManifestObject, _ bodies: BodySource) -> [VolatileContent.Mark] {
    let lookup = bodies.means.lookup
    switch object.spec {
    case let datasource as GrafanaDatasource:
      if datasource.substitutions.isEmpty { return [] }
      return [
        .digest(
          DatasourceRendering.render(datasource, of: object, lookup: lookup).body?.digest(key: key))
      ]
    case let manifest as any ContentManifest: return bodies.marks(of: manifest, object, key: key)
    case let manifest as GrafanaManifest:
      return bodies.means.patches.mark(manifest, of: object).map { [.digest($0)] } ?? []
    default:
      guard DocumentRendering.isVolatile(object) else { return [] }
      let document = bodies.means.documents.render(object)?.document
      return [.digest(document?.body.digest(key: key))]
    }
  }

  private func content(
    of item: RenderedManifest, bodies: BodySource, lookup: ValueLookup, allowance: EvaluationAllowance
  ) async throws(SourceTreeError) -> Made {
    switch item.object.spec {
    case let folder as GrafanaFolder:
      let body = FolderBody(title: folder.title, permissions: folder.permissions)
      return Made(
        RenderedContent(
          object: item.object, common: folder.common, kind: .folder, uid: folder.uid, title: folder.title,
          digest: body.digest))
    case let datasource as GrafanaDatasource:
      let (body, diagnostics) = DatasourceRendering.render(datasource, of: item.object, lookup: lookup)
      return Made(
        body.map {
          RenderedContent(
            object: item.object, common: datasource.common, kind: .datasource, uid: datasource.uid,
            title: $0.model["name"]?.stringValue ?? datasource.name, digest: $0.digest(key: key),
            plugins: datasource.plugins.map(\.use).sorted(),
            isDefault: $0.model["isDefault"]?.boolValue ?? false,
            variant: $0.model["type"]?.stringValue ?? datasource.type,
            secretPlaces: $0.hiddenPaths.map(\.description).sorted())
        }, diagnostics)
    case let dashboard as GrafanaDashboard:
      let (summary, diagnostics, retry) = try await summary(
        of: item, dashboard, bodies: bodies, allowance: allowance)
      return Made(
        summary.map {
          RenderedContent(
            object: item.object, common: dashboard.common, kind: .dashboard,
            uid: dashboard.uid ?? $0.uid ?? dashboard.fallbackUID, title: $0.title, digest: $0.digest,
            uses: $0.uses, features: dashboard.features, plugins: dashboard.needs + $0.plugins,
            secretPlaces: $0.isSecret ? [JSONPointer.root.description] : [])
        }, diagnostics, retry)
    case let panel as GrafanaLibraryPanel:
      let (summary, diagnostics, retry) = try await summary(
        of: item, panel, bodies: bodies, allowance: allowance)
      return Made(summary.map { RenderedContent(panel, $0, of: item.object) }, diagnostics, retry)
    case let manifest as GrafanaManifest where !manifest.patch.scripts.isEmpty:
      let made = await bodies.means.patches.render(manifest, of: item.object, allowance: allowance)
      return Made(
        made.document.map { RenderedContent($0, of: item.object, key: key) }, made.diagnostics, made.retry)
    default:
      guard let (document, diagnostics) = bodies.means.documents.render(item.object) else {
        return Made(nil)
      }
      return Made(document.map { RenderedContent($0, of: item.object, key: key) }, diagnostics)
    }
  }

  private func summary(
    of item: RenderedManifest, _ manifest: some ContentManifest, bodies: BodySource,
    allowance: EvaluationAllowance
  ) async throws(SourceTreeError) -> (DashboardSummary?, [Diagnostic], EvaluationRetry?) {
    if let summary = item.summary { return (summary, [], nil) }
    let key = await bodies.key(of: item.object, manifest, digests: key)
    let before = if let key { known.withLock { $0[key] } } else { nil as KnownDashboard? }
    var failures = 0
    if let before, try await before.holds(in: bodies) {
      if before.retry?.isDue != true { return (before.summary, before.diagnostics, before.retry) }
      failures = before.retry?.failures ?? 0
    }
    let result = try await bodies.content(manifest, of: item.object, allowance: allowance)
    let summary = DashboardSummary(result, key: self.key)
    let retry = EvaluationRetry(after: result.diagnostics, failures: failures)
    if let key {
      let found = KnownDashboard(
        summary: summary, diagnostics: result.diagnostics, imports: result.imports, retry: retry)
      known.withLock { $0[key] = found }
    }
    return (summary, result.diagnostics, retry)
  }

  /// Those of documents that are not in the revision any more.
  private func forgetDashboards(except set: ManifestSet<RenderedManifest>) {
    let present = Set(set.items.map(\.object.address))
    let number = lastAnswers.withLock(\.number)
    known.withLock { known in
      known = known.filter { entry in
        present.contains(entry.key.dashboard) && (entry.key.source.map(present.contains) ?? true)
          && entry.key.answers == number
      }
    }
  }
}

extension WorkspaceRendering {
  /// Without objects that are held back for a reason that was found after they were rendered.
  fileprivate func without(_ heldBack: Set<ObjectReference>) -> WorkspaceRendering {
    WorkspaceRendering(
      name: name, reference: reference, metadata: metadata, origin: origin, instance: instance,
      desired: desired.filter {
        !heldBack.contains($0.reference) && !heldBack.contains($0.reference.manifest)
      })
  }
}
