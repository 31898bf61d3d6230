import Base
import Git
import Platform
import Report
import Secrets
import Store

/// Runs one environment's cycles: one after another, at once when the source moves, until it is stopped.
public actor ReconcileLoop {
  /// Hears of every cycle, for metrics and health pages.
  public typealias Observer = @Sendable (CycleReport) async -> Void

  private let reconciler: Reconciler
  private let environment: EnvironmentSettings
  private let store: any Store
  private let log: Log
  private let time: any TimeSource
  private let outbox: OutboxWorker
  private let observer: Observer
  private let wakeSignal = WakeSignal()
  /// Ends the wait for the next look at the source beside a cycle.
  private let sourceSignal = WakeSignal()
  private var cycleLog: CycleLog
  private var issues = IssueWatch()
  private let archive: CycleArchive
  private let publisher: Publisher
  private var announced: String?
  /// The store says that a revision is being applied; nil: by an earlier process, perhaps.
  private var isMarked: Bool?
  /// The announced revision was converged to by an earlier process.
  private var isKnown = false
  /// The last cycle could not ask the source.
  private var wasSourceAway = false

  /// - Parameter metrics: hears of deliveries and of what waits for one.
  public init(
    _ environment: EnvironmentSettings, reconciler: Reconciler, store: any Store, log: Log,
    time: any TimeSource = SystemTime(), metrics: SluiceMetrics? = nil,
    observer: @escaping Observer = { _ in }
  ) {
    self.environment = environment
    self.reconciler = reconciler
    self.store = store
    self.log = log
    self.time = time
    self.observer = observer
    outbox = OutboxWorker(
      environment, source: reconciler.source,
      secrets: SecretReader(directory: environment.secretsDirectory, scrubber: reconciler.scrubber),
      store: store, log: log, time: time, metrics: metrics)
    cycleLog = CycleLog(log)
    archive = CycleArchive(store)
    publisher = Publisher(environment, store: store, log: log)
  }

  /// Runs until the task is cancelled: the current call is ended, nothing new is begun.
  public func run() async {
    reconciler.neighbourhood.follow(environment.name) { [wakeSignal, sourceSignal] in
      wakeSignal.wake()
      sourceSignal.wake()
    }
    if environment.isSuspended { return await rest() }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.outbox.run() }
      while !Task.isCancelled {
        let begun = time.elapsed
        await cycleUntilTheSourceMoves()
        let rest = environment.interval - (time.elapsed - begun)
        if rest > .zero, !Task.isCancelled { await wakeSignal.wait(atMost: rest, time) }
      }
      group.cancelAll()
    }
    await reconciler.close()
  }

  /// A suspended environment only says what it wants: what moves to it is not deleted where it left.
  private func rest() async {
    log.info("suspended", ["environment": environment.name])
    while !Task.isCancelled {
      if reconciler.neighbourhood.hasCompany(environment.name) { await reconciler.prepare() }
      await wakeSignal.wait(atMost: .seconds(3600), time)
    }
    await reconciler.close()
  }

  /// One cycle with all its reports, delivered as far as the hosts take them now.
  public func once() async -> CycleReport {
    let report = await cycle()
    await outbox.deliver()
    return report
  }

  /// Polls now instead of when the interval is over, and tries once more what was refused.
  public nonisolated func wake() {
    reconciler.tryRefusedAgain()
    wakeSignal.wake()
  }

  /// A cycle that waits for a slow peer is given up for a newer revision.
  private func cycleUntilTheSourceMoves() async {
    await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        _ = await self.cycle()
        return true
      }
      group.addTask { await self.watch() }
      while let isDone = await group.next() {
        group.cancelAll()
        if isDone { break }
        log.info("a newer revision is there, the cycle begins again")
      }
    }
  }

  /// Returns when the source has moved, or when cancelled.
  private func watch() async -> Bool {
    while !Task.isCancelled {
      await sourceSignal.wait(atMost: environment.interval, time)
      if Task.isCancelled { break }
      if (try? await reconciler.source.hasMoved()) == true {
        wakeSignal.wake()
        return false
      }
    }
    return true
  }

  private func cycle() async -> CycleReport {
    let report = await reconciler.cycle { source, targets in
      await self.announce(source, targets)
    }
    if Task.isCancelled {
      // What it had done by then is told all the same; its state is that of the cycle that takes over.
      if report.didSomething {
        await keep(report, IssueNews())
        await publisher.note(report, mirror: await reconciler.source.openMirror, now: time.now)
      }
      return report
    }
    await keep(report, issues.take(report))
    let now = time.now
    await publisher.tell(report, isKnown: isKnown, mirror: await reconciler.source.openMirror, now: now)
    if !report.revision.text.isEmpty { await reconciler.remember(report.revision.text) }
    outbox.notify()
    if wasSourceAway, report.sourceFailure == nil { await outbox.remoteIsBack() }
    wasSourceAway = report.sourceFailure != nil
    await observer(report)
    await mark(nil)
    return report
  }

  private func keep(_ report: CycleReport, _ news: IssueNews) async {
    cycleLog.tell(report, news)
    let now = time.now
    do {
      try await archive.keep(report, news, now: now)
      try await store.discardOld(Retention(), now: now)
    } catch {
      log.error("the state directory cannot be written", ["error": error.description])
    }
  }

  /// Says in the store which revision is being applied, or that none is.
  private func mark(_ revision: String?) async {
    guard revision != nil || isMarked != false else { return }
    isMarked = revision != nil
    // It is only shown; a store that cannot be written is told by everything else.
    try? await ApplyingMark.set(revision, in: store, environment: environment.name)
  }

  private func announce(_ source: SourceState, _ targets: [String]) async {
    let commit = source.revision.commit.description
    guard announced != commit else { return }
    announced = commit
    cycleLog.newRevision(source)
    // A restart is no news: statuses and notes of the revision are there already.
    isKnown = await reconciler.isKnown(source.revision)
    if isKnown { return }
    await mark(source.revision.description)
    await publisher.announce(source, targets: targets, now: time.now)
    outbox.notify()
  }
}
