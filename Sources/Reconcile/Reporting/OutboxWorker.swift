import Base
import Documents
import Git
import HTTP
import Platform
import Report
import Store

/// Delivers what waits in the outbox, message by message, for as long as it takes.
actor OutboxWorker {
  /// A message that could not be delivered for so long is given up. Long enough for a token to be renewed after a
  /// holiday; a status of an older commit helps nobody.
  static let patience = Duration.seconds(7 * 86_400)
  /// After the store could not be read.
  private static let storeWait = Duration.seconds(60)

  private let environment: EnvironmentSettings
  private let source: SourceWatch
  private let store: any Store
  private let log: Log
  private let time: any TimeSource
  private let secrets: SecretReader
  private let gitHub: GitHubDelivery
  private let metrics: SluiceMetrics?
  private let wake = WakeSignal()
  /// What was told of deliveries of each kind since one last succeeded: the same is told once.
  private var told: [String: Set<String>] = [:]
  private var toldStoreFailure: String?
  /// Notes are pushed now, whatever wait they are in.
  private var isRemoteBack = false

  init(
    _ environment: EnvironmentSettings, source: SourceWatch, secrets: SecretReader, store: any Store,
    log: Log,
    time: any TimeSource, metrics: SluiceMetrics? = nil
  ) {
    self.environment = environment
    self.source = source
    self.secrets = secrets
    self.store = store
    self.log = log
    self.time = time
    self.metrics = metrics
    gitHub = GitHubDelivery(
      HTTPClient(HTTPClient.Configuration(userAgent: "sluice")), time: time, deadline: environment.timeout)
  }

  /// Runs until the task is cancelled.
  func run() async {
    while !Task.isCancelled {
      let wait = await deliver()
      await wake.wait(atMost: wait, time)
    }
  }

  /// Something new waits.
  nonisolated func notify() { wake.wake() }

  /// The remote answers again: notes that could not be pushed wait no longer.
  func remoteIsBack() {
    isRemoteBack = true
    wake.wake()
  }

  /// Delivers what is due now, each message once.
  ///
  /// - Returns: how long until the next one is due.
  @discardableResult
  func deliver() async -> Duration {
    do throws(StoreError) {
      try await countWaiting()
      let due = try await store.dueMessages(at: time.now, limit: 100)
      try await deliverNotes(due.filter { $0.message.kind == Publisher.notesKind })
      try await deliverStatuses(due.filter { $0.message.kind == GitHubStatus.outboxKind })
      try await countWaiting()
      toldStoreFailure = nil
      let next = try await store.nextMessageTime()
      return next.map { max(.milliseconds(100), $0 - time.now) } ?? .seconds(3600)
    } catch {
      if toldStoreFailure != error.description {
        log.error("the outbox cannot be used", ["error": error.description])
      }
      toldStoreFailure = error.description
      return Self.storeWait
    }
  }

  /// One push brings all notes, so it answers all messages that ask for one, also those in a wait.
  private func deliverNotes(_ due: [WaitingMessage]) async throws(StoreError) {
    let known = Set(due.map(\.id))
    let late = try await store.failingMessages(limit: 10_000).filter {
      $0.message.kind == Publisher.notesKind && !known.contains($0.id)
    }
    let asking = isRemoteBack ? due + late : due
    isRemoteBack = false
    guard let first = asking.first else { return }
    let result = await pushNotes(attempt: first.attempts + 1)
    if case .retry = result { try await finish(asking, result) } else { try await finish(due + late, result) }
  }

  /// A host that does not take one status is not asked about the others of the same repository now: with a silent one
  /// each would cost a whole deadline.
  private func deliverStatuses(_ messages: [WaitingMessage]) async throws(StoreError) {
    var closed: [GitHubRepository: Result] = [:]
    for message in messages {
      if Task.isCancelled { return }
      guard let status = GitHubStatus(payload: message.message.payload) else {
        try await finish([message], .giveUp(reason: "the message cannot be read"))
        continue
      }
      let result: Result
      if let earlier = closed[status.repository] {
        result = earlier
      } else {
        result = await deliver(status, attempt: message.attempts + 1)
      }
      if case .retry = result { closed[status.repository] = result }
      try await finish([message], result)
    }
  }

  private func countWaiting() async throws(StoreError) {
    guard let metrics else { return }
    metrics.setOutboxWaiting(try await store.waitingMessageCount(), in: environment.name)
  }

  /// What a try came to.
  private enum Result {
    case delivered
    /// - Parameter isExpected: nothing is wrong, so nobody is told.
    case retry(after: Duration, reason: String, isExpected: Bool = false)
    case giveUp(reason: String)
    /// It stays where it is, which is told once.
    case settled(reason: String)
  }

  private func finish(_ messages: [WaitingMessage], _ result: Result) async throws(StoreError) {
    // What was ended from here was not refused: it stays due.
    if case .retry = result, Task.isCancelled { return }
    let now = time.now
    var givenUp: [WaitingMessage] = []
    for message in messages {
      switch result {
      case .delivered, .settled: try await store.markDelivered(message.id, at: now)
      case .retry(_, let reason, _) where now - message.message.created > Self.patience:
        try await store.markFailed(message.id, reason, nextAttempt: nil)
        givenUp.append(message)
      case .retry(let wait, let reason, _):
        try await store.markFailed(message.id, reason, nextAttempt: now + wait)
      case .giveUp(let reason):
        try await store.markFailed(message.id, reason, nextAttempt: nil)
        givenUp.append(message)
      }
    }
    guard let kind = messages.first?.message.kind else { return }
    tell(result, kind, count: messages.count)
    for message in givenUp { tellGivenUp(message, result) }
    count(result, kind, isGivenUp: givenUp.count == messages.count)
  }

  private func tell(_ result: Result, _ kind: String, count: Int) {
    switch result {
    case .delivered:
      told[kind] = nil
      log.debug("reported", ["kind": kind, "messages": count])
    case .retry(let wait, let reason, let isExpected):
      let isNews = !isExpected && told[kind, default: []].insert(reason).inserted
      log.write(
        isNews ? .warn : .debug, "reporting is tried again",
        ["kind": kind, "in": GoDuration.format(wait), "error": reason])
    case .settled(let reason):
      let isNews = told[kind, default: []].insert(reason).inserted
      log.write(
        isNews ? .warn : .debug, "the remote takes no notes, they stay in the mirror", ["error": reason])
    case .giveUp: break
    }
  }

  private func tellGivenUp(_ message: WaitingMessage, _ result: Result) {
    let reason: String
    switch result {
    case .retry(_, let text, _), .giveUp(let text): reason = text
    case .delivered, .settled: return
    }
    let status = GitHubStatus(payload: message.message.payload)
    log.error(
      "reporting is given up",
      [
        "kind": message.message.kind, "commit": status.map { String($0.commit.prefix(7)) },
        "state": status?.status.state.rawValue, "tries": message.attempts + 1,
        "since": message.message.created, "error": reason,
      ])
  }

  private func count(_ result: Result, _ kind: String, isGivenUp: Bool) {
    let word: SluiceMetrics.DeliveryResult
    switch result {
    case .delivered: word = .delivered
    case .retry(_, _, isExpected: true): return
    case .retry: word = isGivenUp ? .givenUp : .postponed
    case .giveUp, .settled: word = .givenUp
    }
    metrics?.countDelivery(of: kind, in: environment.name, word)
  }

  private func deliver(_ status: GitHubStatus, attempt: Int) async -> Result {
    guard let settings = environment.status else {
      return .giveUp(reason: "commit statuses are no longer configured")
    }
    let values = secrets.values(of: settings.secret, keys: ["token"])
    guard let token = values["token"]?.trimmed, !token.isEmpty else {
      return .retry(
        after: max(.seconds(60), DeliveryWait.after(attempt)),
        reason: "there is no key token of Secret \(settings.secret.namespace)/\(settings.secret.name) in "
          + (secrets.directory ?? "a directory of values (--secrets)"))
    }
    switch await gitHub.deliver(status, token: token, attempt: attempt) {
    case .delivered: return .delivered
    case .retry(let wait, let reason): return .retry(after: wait, reason: reason)
    case .giveUp(let reason): return .giveUp(reason: reason)
    }
  }

  private func pushNotes(attempt: Int) async -> Result {
    guard let mirror = await source.openMirror else {
      return .retry(after: .seconds(10), reason: "the mirror is not open", isExpected: true)
    }
    do throws(GitError) {
      switch try await mirror.notes().push(merging: { Note.merge($0, $1) }) {
      case .pushed, .nothingToPush: return .delivered
      case .readOnly(let error): return .settled(reason: error.description)
      case .refused(let error):
        return .retry(after: max(.seconds(30), DeliveryWait.after(attempt)), reason: error.description)
      }
    } catch {
      if error == .cancelled || error == .closed {
        return .retry(after: .seconds(10), reason: error.description, isExpected: true)
      }
      // Others who push notes at the same time, or a rule of the host that somebody may change.
      if error.isTransient || error.isRejection {
        return .retry(after: max(.seconds(30), DeliveryWait.after(attempt)), reason: error.description)
      }
      return .settled(reason: error.description)
    }
  }
}

extension GitError {
  fileprivate var isRejection: Bool {
    if case .pushRejected = self { true } else { false }
  }
}
