import Base
import Documents
import Git
import HTTP
import Manifests
import Plan
import Platform
import Render
import Report
import Secrets
import Store

/// Keeps one environment equal to its source.
public actor Reconciler {
  let environment: EnvironmentSettings
  let source: SourceWatch
  let renderer: Renderer
  let store: any Store
  let time: any TimeSource
  let scrubber: Scrubber
  /// Key of the digests of everything that may hold secrets.
  let digestKey: [UInt8]
  let agentRunner: AgentRunner?
  let clusterRunner: ClusterRunner?
  let neighbourhood: Neighbourhood
  private let retries: RetryRequests
  private var runners: [String: WorkspaceRunner] = [:]

  var lastRendering: RenderedRevision?
  var renderingCount = 0
  /// The rendering whose facts are in the store.
  var keptFacts = 0
  var isInventoryRecovered = false
  /// The rendering that the neighbours know of, and the revision at which they were met.
  var toldRendering = 0
  var metCommit: GitObjectIdentifier?
  /// Revisions that were rendered again because something they name has left Git, by commit.
  var pastRenderings: [String: Rendering] = [:]

  /// - Parameters:
  ///   - directory: of this environment alone: the mirror lies there.
  ///   - digestKey: key of the digests of secrets.
  ///   - scrubber: hears of every secret that is read.
  ///   - neighbourhood: the environments that this one may meet in a workspace.
  public init(
    _ environment: EnvironmentSettings, directory: String, store: any Store, digestKey: SecretValue,
    time: any TimeSource = SystemTime(), scrubber: Scrubber = Scrubber(),
    neighbourhood: Neighbourhood = Neighbourhood()
  ) {
    self.environment = environment
    self.neighbourhood = neighbourhood
    neighbourhood.join(environment, store: store)
    self.store = store
    self.time = time
    self.scrubber = scrubber
    source = SourceWatch(
      environment.source, directory: directory + "/mirror",
      secrets: SecretReader(directory: environment.secretsDirectory, scrubber: scrubber))
    var limits = URLContentCache.Limits()
    limits.patience = environment.contentPatience
    let urls = URLContentCache(
      client: HTTPClient(), addresses: .publicInternet(and: environment.allowedAddresses),
      deadline: environment.timeout, limits: limits, time: time)
    var settings = LoaderSettings()
    settings.targetNamespace = environment.targetNamespace
    renderer = Renderer(
      settings: settings, secretsDirectory: environment.secretsDirectory, urls: urls,
      key: digestKey.withBytes { $0 }, evaluators: environment.evaluators, catalogue: environment.catalogue,
      scrubber: scrubber)
    let retries = RetryRequests()
    self.retries = retries
    self.digestKey = digestKey.withBytes { $0 }
    agentRunner = environment.agentOutput.map {
      AgentRunner(
        environment, directory: $0, store: store, key: digestKey.withBytes { $0 }, time: time,
        retries: retries)
    }
    clusterRunner = environment.agentCluster.map {
      ClusterRunner(
        environment, access: $0, store: store, key: digestKey.withBytes { $0 }, time: time,
        scrubber: scrubber,
        retries: retries)
    }
  }

  /// Ends everything that runs on threads of its own.
  public func close() async {
    neighbourhood.leave(environment.name)
    for runner in runners.values { await runner.close() }
    await clusterRunner?.close()
    await source.close()
  }

  /// With the next cycle everything that was refused is sent once more, however long it was to wait.
  public nonisolated func tryRefusedAgain() { retries.add() }

  /// The keeper of one workspace's connection and memory, the same in every cycle.
  func runner(for workspace: WorkspaceRendering) -> WorkspaceRunner {
    if let runner = runners[workspace.name] { return runner }
    let runner = WorkspaceRunner(
      environment, store: store, key: digestKey, time: time, scrubber: scrubber, retries: retries,
      gates: neighbourhood.notificationGates)
    runners[workspace.name] = runner
    return runner
  }

  /// The source as the store remembers it, for a start while the Git host is away.
  func lastSource() async -> SourceState? {
    if let state = await source.last { return state }
    guard let text = try? await store.setting(revisionSetting), let revision = Revision(text) else {
      return nil
    }
    return try? await source.resume(at: revision)
  }

  /// Whether a cycle has been run for the revision before, by this process or an earlier one.
  func isKnown(_ revision: Revision) async -> Bool {
    ((try? await store.setting(revisionSetting)) ?? nil) == revision.description
  }

  /// Remembers the revision that a cycle has been run for.
  func remember(_ revision: String) async {
    // Only a start while the Git host is away would miss it.
    try? await store.set(revisionSetting, to: revision)
  }

  private var revisionSetting: String { "revision \(environment.name)" }
}
