import Agent
import Apply
import Base
import Documents
import HTTP
import Manifests
import Plan
import Platform
import Render
import Report
import Store

/// Runs the cycles of the output directory for agent configurations.
actor AgentRunner {
  /// Stands before the directory in the names of targets.
  static let targetPrefix = "agents:"

  private let environment: EnvironmentSettings
  private let directory: String
  let reloads: AgentReloads
  let store: any Store
  private let key: [UInt8]
  private let time: any TimeSource
  private let sources: AgentSources
  private var cache = AgentCache()
  private var reloadMemory: ReloadMemory?
  private var digests = OutputDigests()
  private var isSwept = false
  private let retries: RetryRequests
  /// The last request for which everything refused was written once more.
  private var answeredRetry = 0

  /// - Parameter key: of the digests of contents.
  init(
    _ environment: EnvironmentSettings, directory: String, store: any Store, key: [UInt8],
    time: any TimeSource, retries: RetryRequests
  ) {
    self.retries = retries
    self.environment = environment
    self.directory = directory
    self.store = store
    self.key = key
    self.time = time
    sources = AgentSources(setting: "agent sources \(environment.name)", store: store)
    reloads = AgentReloads(
      client: HTTPClient(), policy: .publicInternet(and: environment.allowedAddresses), time: time)
  }

  /// - Returns: nil where the repository has no agents and none are remembered.
  func run(_ input: CycleInput, isDryRun: Bool = false) async -> TargetResult? {
    let name = TargetName(environment: environment.name, name: Self.targetPrefix + directory)
    var report = TargetResult(name: name.name, label: "agent files")
    let converged = ConvergedCommit(of: name, in: store)
    do throws(TargetFailure) {
      let memory = try await TargetMemory.remembered(store, name)
      var reloadMemory = try await knownReloads()
      let request = retries.number
      if request != answeredRetry, !isDryRun { reloadMemory.forgetRefused() }
      let rendered = await build(input, lastFiles: try await sources.files())
      let digests = await digests(of: rendered)
      let agents = DesiredAgentFiles(rendered)
      func stays(_ path: String) -> Bool { agents.output(of: path)?.keeps(path) == true }
      reloadMemory.keep(only: digests, orWhere: stays)
      reloadMemory.keep(addressees: addressees(rendered), digests, orWhere: stays)
      let unasked = reloadMemory.forget(rendered.flatMap(\.unaskedConfigurations))
      let outputs = rendered.map(reloadMemory.applied)
      if outputs.isEmpty, memory.inventory.isEmpty { return nil }
      report.problems = outputs.flatMap(\.diagnostics)
      report.facts = ObjectFacts.all(in: outputs)
      let files = Dictionary(
        outputs.flatMap(\.files).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
      let target = AgentDirectory(
        path: directory, key: key,
        copies: StoreCopies(
          store: store, target: name, revision: input.revision, time: time),
        describe: { AgentChanges.describe($0, old: SecretValue($1), new: SecretValue($2)) })
      let wanted = DesiredAgentFiles(outputs)
      let desired = wanted.objects(memory, digests: digests, reloadMemory)
      let keys = Set(desired.compactMap { object in object.uid.map { ObjectKey(.agentFile, $0) } })
        .union(memory.inventory.keys)
      if !isDryRun {
        for path in unasked { try target.dropFormer(of: ObjectKey(.agentFile, path)) }
      }
      if !isDryRun, !isSwept {
        try target.removeLeftovers(
          beside: keys, butFormerFilesOf: Set(reloadMemory.unread.keys.map { ObjectKey(.agentFile, $0) }))
        isSwept = true
      }
      var subject = TargetCycle.Subject(
        target: name, desired: desired, heldBack: Set(input.rendering.heldBack.keys),
        unreadableFiles: input.rendering.unreadableFiles, doubtfulNames: input.rendering.doubtfulNames,
        observed: try target.observe(keys),
        policy: await policy(input, name, memory, wanted, since: try await converged.read()),
        absence: input.absence, isPruneDisabled: !environment.prune.isEnabled, server: "files",
        slice: [],
        parallelReads: 1)
      subject.triesRefused = request != answeredRetry && !isDryRun
      let cycle = TargetCycle(store: store, time: time, departures: input.departures) {
        key, _, _ throws(TargetFailure) in
        files[key.uid].map { .file($0.bytes) }
      }
      let plan = try await cycle.plan(subject, memory: memory, target: target)
      report.plan = plan
      report.equalCount = plan.equalCount
      report.pruneStop = plan.pruneStop
      if isDryRun { return report }
      try await sources.remember(outputs)
      let candidates = reloadCandidates(plan, outputs, digests: digests, reloadMemory)
      try await prepare(candidates, in: target, &reloadMemory)
      report.outcomes = try await cycle.apply(
        plan, subject, memory: memory, target: target, origin: input.origin)
      let asked = try await reload(
        candidates, after: report.outcomes, in: target, of: name, &reloadMemory)
      let retried = try await retry(
        outputs, but: Set(candidates.map(\.path)), digests: digests, in: target, of: name, &reloadMemory)
      report.problems.removeAll { retried.told.contains($0) }
      report.problems += (asked + retried.results).flatMap(\.diagnostics)
      if report.isAnswered { try await converged.remember(input.origin.commit) }
      if !Task.isCancelled { answeredRetry = request }
    } catch {
      report.fail(error)
    }
    report.noteEnd(isCancelled: Task.isCancelled)
    return report
  }

  private func build(_ input: CycleInput, lastFiles: [ObjectReference: Set<String>]) async -> [AgentOutput] {
    let rendering = input.rendering
    var settings = AgentSettings(outputDirectory: directory, layout: environment.agentLayout)
    settings.writesOtherLayout = environment.agentLayout == .files && environment.agentCluster != nil
    let built = await AgentBuilder(settings: settings)
      .build(rendering.agentInput(lastFiles: lastFiles), cache) { rendering.agentValue($0) }
    cache = built.cache
    return built.outputs
  }

  /// Of all files, by their paths.
  private func digests(of outputs: [AgentOutput]) async -> [String: Digest] {
    digests = await digests.updated(for: outputs) { [key] output in
      output.files.map { file in file.bytes.withBytes { Digest(of: $0, key: key) } }
    }
    var found: [String: Digest] = [:]
    for output in outputs {
      for (file, digest) in zip(output.files, digests.digests(of: output)) { found[file.path] = digest }
    }
    return found
  }

  // MARK: Memory of files that running agents did not take

  private var reloadsSetting: String { "agent reloads \(environment.name)" }

  private func knownReloads() async throws(TargetFailure) -> ReloadMemory {
    if let reloadMemory { return reloadMemory }
    do {
      let known = ReloadMemory(try await store.setting(reloadsSetting))
      reloadMemory = known
      return known
    } catch {
      throw TargetFailure(.ended, "the state directory cannot be read: \(error.description)")
    }
  }

  func rememberReloads(_ memory: ReloadMemory) async throws(TargetFailure) {
    guard memory != reloadMemory else { return }
    do {
      try await store.set(reloadsSetting, to: memory.text)
    } catch {
      throw TargetFailure(.ended, "the state directory cannot be written: \(error.description)")
    }
    reloadMemory = memory
  }

  private func policy(
    _ input: CycleInput, _ name: TargetName, _ memory: TargetMemory, _ wanted: DesiredAgentFiles,
    since converged: String?
  ) async -> PlanPolicy {
    var policy = PlanPolicy(place: "on disk")
    policy.pruneLimitShare = environment.prune.limitShare
    policy.pruneLimitCount = environment.prune.limitCount
    await input.answer(&policy, since: converged, of: name.name, owned: memory.inventory)
    policy.answered.formUnion(wanted.replaced(memory))
    return policy
  }
}
