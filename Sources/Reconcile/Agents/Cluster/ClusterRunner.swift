import Agent
import Apply
import Base
import Cluster
import HTTP
import Manifests
import Plan
import Platform
import Render
import Report
import Secrets
import Store

/// Runs the cycles of a Kubernetes cluster that holds the objects around agents.
actor ClusterRunner {
  /// Stands before the cluster's name in the names of targets.
  static let targetPrefix = "cluster:"

  private let environment: EnvironmentSettings
  private let access: ClusterAccess
  private let connection: ClusterConnection
  private let store: any Store
  private let key: [UInt8]
  private let time: any TimeSource
  private let sources: AgentSources
  private let patientRun: PatientRun
  private let retries: RetryRequests
  private var cache = AgentCache()
  private var digests = OutputDigests()
  /// The last request for which everything refused was written once more.
  private var answeredRetry = 0
  private var lastName: String?

  /// - Parameter key: of the digests of contents.
  init(
    _ environment: EnvironmentSettings, access: ClusterAccess, store: any Store, key: [UInt8],
    time: any TimeSource, scrubber: Scrubber, retries: RetryRequests
  ) {
    self.environment = environment
    self.access = access
    self.store = store
    self.key = key
    self.time = time
    self.retries = retries
    connection = ClusterConnection(access, timeout: environment.timeout, time: time) { scrubber.scrub($0) }
    sources = AgentSources(setting: "cluster sources \(environment.name)", store: store)
    patientRun = PatientRun(time)
  }

  /// One cycle, or word of the one that is still under way: an API server that was slow to fail is waited for no longer.
  /// - Parameter isDryRun: plans and writes nothing, neither to the cluster nor to the store.
  /// - Returns: nil where the repository has no agents and none are remembered.
  func run(_ input: CycleInput, isDryRun: Bool = false) async -> TargetResult? {
    let outputs: [AgentOutput]
    do throws(TargetFailure) {
      outputs = await build(input, lastFiles: try await sources.files())
    } catch {
      var report = await report()
      report.fail(error)
      return report
    }
    if outputs.isEmpty, await isNothingOwned() { return nil }
    if isDryRun { return await cycle(outputs, input, isDryRun: true) }
    return await patientRun.result(rendering: input.renderingNumber) {
      await self.cycle(outputs, input, isDryRun: false)
    }
  }

  /// Ends what is under way beside the cycles.
  func close() async { await patientRun.close() }

  private func report() async -> TargetResult {
    TargetResult(name: Self.targetPrefix + (await knownName()), label: "cluster objects")
  }

  private func cycle(_ outputs: [AgentOutput], _ input: CycleInput, isDryRun: Bool) async -> TargetResult {
    var report = await report()
    report.problems = outputs.flatMap(\.diagnostics)
    report.facts = ObjectFacts.all(in: outputs)
    let before = connection.meter.reading
    do throws(TargetFailure) {
      let cluster = try await begin(isDryRun: isDryRun)
      let name = TargetName(environment: environment.name, name: Self.targetPrefix + cluster)
      report = TargetResult(report, name: name.name)
      try await converge(outputs, input, name, isDryRun, &report)
    } catch {
      report.fail(error)
    }
    report.cost = connection.meter.reading - before
    report.noteEnd(isCancelled: Task.isCancelled)
    return report
  }

  private func converge(
    _ outputs: [AgentOutput], _ input: CycleInput, _ name: TargetName, _ isDryRun: Bool,
    _ report: inout TargetResult
  ) async throws(TargetFailure) {
    let memory = try await TargetMemory.remembered(store, name)
    let asked = retries.number
    let converged = ConvergedCommit(of: name, in: store)
    let label = ClusterObserver.labelValue(environment.name)
    digests = await digests.updated(for: outputs) { [key] output in
      ClusterObjects.digests(of: output, label: label, key: key)
    }
    let objects = ClusterObjects(
      outputs, agents: input.rendering.manifests, owned: memory.inventory, label: label, digests: digests)
    let keys = Set(objects.desired.compactMap { $0.uid.map { ObjectKey(.clusterObject, $0) } })
      .union(memory.inventory.keys)
    let observation = try await ClusterObserver(connection, environment: environment.name)
      .observe(keys, owned: memory.inventory)
    let checked = ClusterCheck(objects, observation, owned: memory.inventory)
    report.problems += checked.problems
    let target = target(name, revision: input.revision, takingOver: objects.takingOver)
    var policy = PlanPolicy(place: "in the cluster")
    policy.holder = "the cluster"
    policy.pruneLimitShare = environment.prune.limitShare
    policy.pruneLimitCount = environment.prune.limitCount
    await input.answer(
      &policy, since: try await converged.read(), of: name.name, owned: memory.inventory)
    var subject = TargetCycle.Subject(
      target: name, desired: checked.desired,
      heldBack: Set(input.rendering.heldBack.keys).union(checked.heldBack),
      unreadableFiles: input.rendering.unreadableFiles, doubtfulNames: input.rendering.doubtfulNames,
      observed: checked.observed, policy: policy, absence: input.absence,
      isPruneDisabled: !environment.prune.isEnabled, server: name.name,
      slice: environment.verificationRounds == 1 ? Set(memory.inventory.keys) : [], parallelReads: 4)
    // What was refused for somebody else's sake is sent again once a manifest says that it may.
    subject.access = Digest(of: objects.takingOver.sorted().map(\.path).joined(separator: "\n"))
    subject.unlisted.keys = Set(observation.unread.keys)
    subject.triesRefused = asked != answeredRetry && !isDryRun
    let cycle = TargetCycle(store: store, time: time, departures: input.departures) {
      key, _, _ throws(TargetFailure) in
      objects.body(of: key).map { .file($0) }
    }
    let plan = try await cycle.plan(subject, memory: memory, target: target)
    report.plan = plan
    report.equalCount = plan.equalCount
    report.pruneStop = plan.pruneStop
    if isDryRun { return }
    try await sources.remember(outputs)
    report.outcomes = try await cycle.apply(
      plan, subject, memory: memory, target: target, origin: input.origin)
    if report.isAnswered { try await converged.remember(input.origin.commit) }
    if !Task.isCancelled { answeredRetry = asked }
  }

  private func build(_ input: CycleInput, lastFiles: [ObjectReference: Set<String>]) async -> [AgentOutput] {
    let rendering = input.rendering
    var settings = AgentSettings(outputDirectory: "/", layout: .kubernetes)
    settings.writesOtherLayout = environment.agentOutput != nil && environment.agentLayout == .files
    let built = await AgentBuilder(settings: settings)
      .build(rendering.agentInput(lastFiles: lastFiles), cache) { rendering.agentValue($0) }
    cache = built.cache
    return built.outputs
  }

  private func target(
    _ name: TargetName, revision: String, takingOver: Set<ObjectReference> = []
  ) -> ClusterTarget {
    ClusterTarget(
      connection, key: key,
      copies: StoreCopies(store: store, target: name, revision: revision, time: time),
      memory: StoreObjectMemory(store: store, target: name), takingOver: takingOver
    ) { AgentChanges.describe(old: $0, new: $1) }
  }

  // MARK: Restoring

  /// Puts a copy back, outside of any cycle, and keeps what is there in its place.
  /// - Parameter name: of the target that the copy is from.
  /// - Returns: the marker of what is there then.
  func restore(
    _ copy: ObjectCopy, to name: TargetName, revision: String
  ) async throws(TargetFailure) -> String {
    let cluster: String
    do throws(ClusterAccessError) {
      cluster = try connection.begin()
    } catch {
      throw TargetFailure(.ended, error.message, remedy: error.remedy)
    }
    guard Self.targetPrefix + cluster == name.name else {
      throw TargetFailure(
        .refused, "the copy is from the cluster \(name.place), and --agent-cluster leads to \(cluster)",
        remedy: "name the kubeconfig of that one")
    }
    return try await target(name, revision: revision).restore(copy)
  }

  // MARK: The cluster's name

  private func begin(isDryRun: Bool) async throws(TargetFailure) -> String {
    let name: String
    do throws(ClusterAccessError) {
      name = try connection.begin()
    } catch {
      throw TargetFailure(.ended, error.message, remedy: error.remedy)
    }
    if lastName != name, !isDryRun {
      do {
        try await store.set(nameSetting, to: name)
      } catch {
        throw TargetFailure(.ended, "the state directory cannot be written: \(error.description)")
      }
      lastName = name
    }
    return name
  }

  /// What the cluster was called when its kubeconfig could last be read.
  private func knownName() async -> String {
    if let lastName { return lastName }
    return ((try? await store.setting(nameSetting)) ?? nil) ?? access.place
  }

  private var nameSetting: String { "cluster name \(environment.name)" }

  private func isNothingOwned() async -> Bool {
    let name = TargetName(environment: environment.name, name: Self.targetPrefix + (await knownName()))
    guard let memory = try? await TargetMemory.remembered(store, name) else { return false }
    return memory.inventory.isEmpty
  }
}
