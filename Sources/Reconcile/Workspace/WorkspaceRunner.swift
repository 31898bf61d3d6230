import Apply
import Base
import Grafana
import HTTP
import Manifests
import Plan
import Platform
import Render
import Report
import Secrets
import Store

/// Runs the cycles of one workspace, and keeps between them what makes an unchanged cycle cheap.
actor WorkspaceRunner {
  private let environment: EnvironmentSettings
  private let store: any Store
  private let time: any TimeSource
  private let connection: WorkspaceConnection
  private let patientRun: PatientRun
  private let retries: RetryRequests
  private let gates: NotificationGates
  /// The last request for which everything refused was sent once more.
  private var answeredRetry = 0
  private var cycles: Int
  /// Set after a cycle that found everything right.
  private var quiet: Quiet?

  private let plugins = PluginCheck()
  private let resources = ResourceCheck()
  private let digestKey: [UInt8]

  private struct Quiet {
    let rendering: Int
    let equalCount: Int
    let keys: [ObjectKey]
    /// Warnings, which stand as long as nothing changes.
    let problems: [Diagnostic]
  }

  /// - Parameter key: of the digests of everything that may hold secrets.
  init(
    _ environment: EnvironmentSettings, store: any Store, key: [UInt8], time: any TimeSource,
    scrubber: Scrubber, retries: RetryRequests, gates: NotificationGates
  ) {
    self.environment = environment
    self.retries = retries
    digestKey = key
    self.gates = gates
    connection = WorkspaceConnection(scrubber, key: key)
    patientRun = PatientRun(time)
    // Restarts go on somewhere else than at the first slice.
    let interval = max(1, environment.interval.components.seconds)
    cycles = Int(clamping: time.now.secondsSinceEpoch / interval)
    self.store = store
    self.time = time
  }

  /// One cycle, or word of the one that is still under way: a workspace that was slow to fail is waited for no longer.
  /// - Parameter isDryRun: plans and writes nothing, neither to the workspace nor to the store.
  func run(_ workspace: WorkspaceRendering, _ input: CycleInput, isDryRun: Bool) async -> TargetResult {
    if isDryRun { return await cycle(workspace, input, isDryRun: true) }
    return await patientRun.result(rendering: input.renderingNumber) {
      await self.cycle(workspace, input, isDryRun: false)
    }
  }

  /// Ends what is under way beside the cycles.
  func close() async { await patientRun.close() }

  private func cycle(_ workspace: WorkspaceRendering, _ input: CycleInput, isDryRun: Bool) async
    -> TargetResult
  {
    cycles += 1
    var report = TargetResult(name: workspace.name, label: Self.label(of: workspace))
    report.manifest = TargetManifest(workspace.reference, at: workspace.origin)
    let link: WorkspaceConnection.Link
    do {
      link = try await connection.open(
        workspace, lookup: input.lookup, timeout: environment.timeout)
    } catch {
      switch error {
      case .configuration(let diagnostic):
        report.problems = [diagnostic]
        report.fail(TargetFailure(.ended, diagnostic.message, remedy: diagnostic.remedy))
      case .server(let failure): report.fail(failure)
      }
      report.noteEnd(isCancelled: Task.isCancelled)
      return report
    }
    report.server = "Grafana \(link.capabilities.version)"
    let before = link.session.meter.reading
    await converge(workspace, input, link, isDryRun, &report)
    report.noteEnd(isCancelled: Task.isCancelled)
    report.cost = link.session.meter.reading - before
    if report.failure != nil || report.isCut { await connection.forget() }
    return report
  }

  /// Puts a copy back, outside of any cycle, and keeps what is there in its place.
  /// - Returns: what the listings show of it then; nil where they cannot be asked.
  func restore(
    _ copy: ObjectCopy, to workspace: WorkspaceRendering, lookup: ValueLookup, copies: StoreCopies
  ) async throws(TargetFailure) -> String? {
    let (link, target) = try await open(workspace, lookup: lookup, copies: copies)
    quiet = nil
    try await target.restore(copy, message: "restored by sluice")
    let interest = ObservationInterest(
      kinds: [copy.key.kind], resources: ResourceName.listings(of: [copy.key]))
    return (try? await link.observer.observe(interest))?.objects[copy.key]?.marker
  }

  /// What the workspace keeps of an object's past by itself, newest first.
  func keptVersions(
    of key: ObjectKey, in workspace: WorkspaceRendering, lookup: ValueLookup, copies: StoreCopies
  ) async throws(TargetFailure) -> [KeptVersion] {
    try await open(workspace, lookup: lookup, copies: copies).target.keptVersions(of: key)
  }

  /// A state of that past; nil where it is not kept any more.
  func copy(
    _ key: ObjectKey, of version: KeptVersion, in workspace: WorkspaceRendering, lookup: ValueLookup,
    copies: StoreCopies
  ) async throws(TargetFailure) -> ObjectCopy? {
    try await open(workspace, lookup: lookup, copies: copies).target.copy(
      key, of: version, reason: "kept by the workspace")
  }

  /// The workspace outside of any cycle.
  private func open(
    _ workspace: WorkspaceRendering, lookup: ValueLookup, copies: StoreCopies
  ) async throws(TargetFailure) -> (link: WorkspaceConnection.Link, target: WorkspaceTarget) {
    let link: WorkspaceConnection.Link
    do {
      link = try await connection.open(workspace, lookup: lookup, timeout: environment.timeout)
    } catch {
      switch error {
      case .configuration(let diagnostic):
        throw TargetFailure(.ended, diagnostic.message, remedy: diagnostic.remedy)
      case .server(let failure): throw failure
      }
    }
    let target = WorkspaceTarget(
      link.session, capabilities: link.capabilities, observer: link.observer, marked: link.marked,
      copies: copies,
      memory: StoreObjectMemory(store: store, target: copies.target),
      notificationGate: gates.gate(of: workspace.name), access: link.remedies,
      tokenFiles: tokenFiles(workspace), digestKey: digestKey)
    return (link, target)
  }

  /// `g-0a1b2c3d4e` of a workspace of Amazon's; the host and port of others.
  static func label(of workspace: WorkspaceRendering) -> String {
    guard let url = try? HTTPURL(workspace.instance.url) else { return workspace.instance.url }
    if url.host.hasPrefix("g-"), let label = url.host.split(separator: ".").first { return String(label) }
    return url.port == 443 || url.port == 80 ? url.host : "\(url.host):\(url.port)"
  }

  private func converge(
    _ workspace: WorkspaceRendering, _ input: CycleInput, _ link: WorkspaceConnection.Link, _ isDryRun: Bool,
    _ report: inout TargetResult
  ) async {
    let name = TargetName(environment: environment.name, name: workspace.name)
    let target = WorkspaceTarget(
      link.session, capabilities: link.capabilities, observer: link.observer, marked: link.marked,
      copies: StoreCopies(
        store: store, target: name, revision: input.revision, time: time),
      memory: StoreObjectMemory(store: store, target: name),
      notificationGate: gates.gate(of: workspace.name), access: link.remedies,
      tokenFiles: tokenFiles(workspace), digestKey: digestKey)
    do throws(TargetFailure) {
      let known =
        quiet?.rendering == input.renderingNumber ? nil : try await TargetMemory.remembered(store, name)
      let observation: Observation
      do throws(GrafanaError) {
        observation = try await link.observer.observe(
          known.map {
            Self.interest(workspace, $0, link.capabilities, heldBack: Set(input.rendering.heldBack.keys))
          })
      } catch {
        throw TargetFailure(error, link.remedies)
      }
      let slice = slice(quiet?.keys ?? [])
      if let quiet, quiet.rendering == input.renderingNumber, !observation.isChanged, !link.isProbed,
        slice.isEmpty
      {
        report.equalCount = quiet.equalCount
        report.problems = quiet.problems
        return
      }
      quiet = nil
      let memory = if let known { known } else { try await TargetMemory.remembered(store, name) }
      let asked = retries.number
      var subject = try await subject(workspace, input, link, observation, memory, name, &report)
      subject.access = link.access
      report.problems += await plugins.findings(subject.desired, link.session, isProbed: link.isProbed)
      subject.triesRefused = asked != answeredRetry && !isDryRun
      let cycle = TargetCycle(
        store: store, time: time, departures: input.departures, bodies: input.bodies)
      let plan = try await cycle.plan(subject, memory: memory, target: target)
      report.plan = plan
      report.equalCount = plan.equalCount
      report.pruneStop = plan.pruneStop
      if isDryRun { return }
      let coming = Set(plan.actions.map(\.key))
      await input.takeOver(name.name, subject.neighbours.givenUp.filter { coming.contains($0.key) })
      let isAllRefusedStill = plan.standingRefusals.isSuperset(of: memory.refusals.keys)
      if !plan.isEmpty || !memory.unsettled.isEmpty || !isAllRefusedStill {
        report.outcomes = try await cycle.apply(
          plan, subject, memory: memory, target: target, origin: input.origin)
        report.outcomes = await HealthCheck.remark(report.outcomes, link.session, link.capabilities)
      } else if report.problems.allSatisfy({ $0.severity != .error }), plan.problems.isEmpty,
        plan.pruneStop == nil,
        memory.refusals.isEmpty,
        !subject.leaving.contains(where: { subject.neighbours.heir(of: $0) != nil })
      {
        quiet = Quiet(
          rendering: input.renderingNumber, equalCount: plan.equalCount,
          keys: Self.slicedKeys(workspace, memory, link.capabilities), problems: report.problems)
      }
      if !Task.isCancelled { answeredRetry = asked }
      try await rememberVersion(link.capabilities, name)
      if report.isAnswered { try await ConvergedCommit(of: name, in: store).remember(input.origin.commit) }
    } catch {
      report.fail(error)
    }
  }

  /// What is wanted, owned, or named by what is wanted, as far as the server has it.
  private static func interest(
    _ workspace: WorkspaceRendering, _ memory: TargetMemory, _ capabilities: ServerCapabilities,
    heldBack: Set<ObjectReference>
  ) -> ObservationInterest {
    let desired = workspace.desired
    return ObservationInterest(
      kinds: Set(memory.inventory.keys.map(\.kind))
        .union(desired.map(\.kind)).union(desired.flatMap { $0.uses.map(\.kind) })
        .union(users(ofWhatLeaves: memory, desired, capabilities, heldBack))
        .filter { capabilities.lack(of: $0) == nil },
      publicLinks: desired.contains { $0.features.contains(.publicSharing) },
      resources: ResourceName.listings(
        of: Array(memory.inventory.keys)
          + desired.compactMap { object in object.uid.map { ObjectKey(object.kind, $0) } }))
  }

  /// What may name objects that are going to leave: of a contact point servers keep no more than the last receiver.
  private static func users(
    ofWhatLeaves memory: TargetMemory, _ desired: [DesiredObject], _ capabilities: ServerCapabilities,
    _ heldBack: Set<ObjectReference>
  ) -> Set<ObjectKind> {
    let wanted = Set(desired.filter { $0.kind == .contactPoint }.compactMap(\.uid))
    let isLeaving = memory.inventory.values.contains {
      $0.key.kind == .contactPoint && !wanted.contains($0.key.uid) && !heldBack.contains($0.reference)
    }
    guard isLeaving else { return [] }
    return capabilities.lack(of: .ruleNotifications) == nil
      ? [.notificationPolicy, .alertRuleGroup] : [.notificationPolicy]
  }

  private func subject(
    _ workspace: WorkspaceRendering, _ input: CycleInput, _ link: WorkspaceConnection.Link,
    _ observation: Observation, _ memory: TargetMemory, _ name: TargetName, _ report: inout TargetResult
  ) async throws(TargetFailure) -> TargetCycle.Subject {
    let (known, lacking) = FeatureCheck.run(workspace.desired, link.capabilities)
    let (served, unserved) = await resources.run(known, link.session, isProbed: link.isProbed)
    let (desired, unreadable) = UnreadCheck(observation.unread, link.remedies).run(
      served, of: workspace, owned: memory.inventory.values,
      heldBack: Set(input.rendering.heldBack.keys))
    let impossible = unreadable + lacking + unserved
    report.problems += impossible
    report.problems += ExpirationCheck.findings(desired, now: time.now)
    // After another version has taken over, everything is looked at once: servers rewrite what they store.
    let isOtherServer =
      try await lastVersion(name).map { $0 != link.capabilities.version.description } ?? false
    var policy = PlanPolicy(titleRule: link.capabilities.titleRule)
    policy.pruneLimitShare = environment.prune.limitShare
    policy.pruneLimitCount = environment.prune.limitCount
    await input.answer(
      &policy, since: try await ConvergedCommit(of: name, in: store).read(), of: name.name,
      owned: memory.inventory)
    let leaving = memory.leaving(desired)
    var subject = TargetCycle.Subject(
      target: name, desired: desired,
      heldBack: Set(input.rendering.heldBack.keys).union(
        impossible.filter { $0.severity == .error }.compactMap(\.subject)),
      unreadableFiles: input.rendering.unreadableFiles, doubtfulNames: input.rendering.doubtfulNames,
      observed: observation.objects, policy: policy,
      absence: input.absence, leaving: leaving, doubts: await input.broken?.doubts(about: leaving) ?? [:],
      neighbours: await input.neighbours(name.name, leaving),
      isPruneDisabled: !environment.prune.isEnabled,
      server: "\(workspace.name) \(link.capabilities.version)", isServerChanged: isOtherServer,
      slice: isOtherServer
        ? Set(memory.inventory.keys) : slice(Self.slicedKeys(workspace, memory, link.capabilities)),
      parallelReads: link.capabilities.parallelReads)
    subject.unlisted = observation.unlisted
    subject.quotas = Quota.merge(link.quotas, workspace.instance.quotas)
    subject.builtIn = [.contactPoint: link.capabilities.builtInContactPoints]
    return subject
  }

  private func slice(_ keys: [ObjectKey]) -> Set<ObjectKey> {
    RollingSlice.keys(
      of: keys, kinds: Set(ObjectKind.allCases), cycle: cycles, rounds: environment.verificationRounds)
  }

  /// What is owned and may change without a listing showing it.
  private static func slicedKeys(
    _ workspace: WorkspaceRendering, _ memory: TargetMemory, _ capabilities: ServerCapabilities
  ) -> [ObjectKey] {
    let kinds = slicedKinds(capabilities)
    let hidden: Set<ServerFeature> = [.dashboardPermissions, .publicSharing]
    let watched = Set(workspace.desired.filter { !hidden.isDisjoint(with: $0.features) }.map(\.reference))
    return memory.inventory.values.filter { entry in
      kinds.contains(entry.key.kind) || entry.key.kind == .dashboard && watched.contains(entry.reference)
    }.map(\.key)
  }

  /// Data sources: listings show neither versions nor secrets. Folders: permissions. Dashboards: bodies, before 12; with
  /// permissions and links of their own on every version. Service accounts: the ends of tokens, which come without
  /// anybody writing.
  private static func slicedKinds(_ capabilities: ServerCapabilities) -> Set<ObjectKind> {
    let always: Set<ObjectKind> = [.datasource, .folder, .serviceAccount]
    return capabilities.hasKubernetesLists ? always : always.union([.dashboard])
  }

  private func tokenFiles(_ workspace: WorkspaceRendering) -> TokenFiles {
    TokenFiles(
      directory: environment.secretsDirectory, environment: environment.name, workspace: workspace.name,
      time: time)
  }

  private static func versionSetting(_ name: TargetName) -> String { "server version \(name)" }

  private func lastVersion(_ name: TargetName) async throws(TargetFailure) -> String? {
    do {
      return try await store.setting(Self.versionSetting(name))
    } catch {
      throw TargetFailure(.ended, "the state directory cannot be read: \(error.description)")
    }
  }

  private func rememberVersion(_ capabilities: ServerCapabilities, _ name: TargetName)
    async throws(TargetFailure)
  {
    guard try await lastVersion(name) != capabilities.version.description else { return }
    do {
      try await store.set(Self.versionSetting(name), to: capabilities.version.description)
    } catch {
      throw TargetFailure(.passing, "the state directory cannot be written: \(error.description)")
    }
  }
}
