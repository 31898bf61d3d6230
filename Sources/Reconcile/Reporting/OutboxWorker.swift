import Base
import Documents
import Git
import HTTP
import Platform
import Report
import Store

/// Delivers what waits in the outbox, message by message, for as long as it takes.
actor OutboxWorker {
  private let environment: EnvironmentSettings
  private let source: SourceWatch
  private let store: any Store
  private let log: Log
  private let time: any TimeSource
  private let secrets: SecretReader
  private let gitHub: GitHubDelivery
  private let wake = WakeSignal()
  /// The remote takes no notes: told once, then they stay local.
  private var isReadOnlyTold = false

  init(
    _ environment: EnvironmentSettings, source: SourceWatch, secrets: SecretReader, store: any Store,
    log: Log,
    time: any TimeSource
  ) {
    self.environment = environment
    self.source = source
    self.secrets = secrets
    self.store = store
    self.log = log
    self.time = time
    gitHub = GitHubDelivery(
      HTTPClient(HTTPClient.Configuration(userAgent: "sluice")), time: time, deadline: environment.timeout)
  }

  /// Runs until the task is cancelled.
  func run() async {
    while !Task.isCancelled {
      await deliverDue()
      let next = (try? await store.nextMessageTime()) ?? nil
      let wait = next.map { max(.milliseconds(100), $0 - time.now) } ?? .seconds(3600)
      await wake.wait(atMost: wait, time)
    }
  }

  /// Something new waits.
  nonisolated func notify() { wake.wake() }

  /// Delivers what is due now, each message once.
  func deliverDue() async {
    let due = (try? await store.dueMessages(at: time.now, limit: 100)) ?? []
    // One push brings all notes, so it answers all messages that ask for one.
    let pushes = due.filter { $0.message.kind == Publisher.notesKind }
    if !pushes.isEmpty { await finish(pushes, await pushNotes()) }
    for message in due where message.message.kind == GitHubStatus.outboxKind {
      if Task.isCancelled { return }
      await finish([message], await deliver(message))
    }
  }

  private enum Result {
    case delivered
    case retry(after: Duration, reason: String)
    case giveUp(reason: String)
  }

  private func finish(_ messages: [WaitingMessage], _ result: Result) async {
    for message in messages {
      do {
        switch result {
        case .delivered: try await store.markDelivered(message.id, at: time.now)
        case .retry(let wait, let reason):
          try await store.markFailed(message.id, reason, nextAttempt: time.now + wait)
        case .giveUp(let reason): try await store.markFailed(message.id, reason, nextAttempt: nil)
        }
      } catch {
        log.error("the outbox cannot be written", ["error": error.description])
      }
    }
    guard let kind = messages.first?.message.kind else { return }
    switch result {
    case .delivered: log.debug("reported", ["kind": kind, "messages": messages.count])
    case .retry(let wait, let reason):
      log.warn("reporting is tried again", ["kind": kind, "in": GoDuration.format(wait), "error": reason])
    case .giveUp(let reason): log.error("reporting failed", ["kind": kind, "error": reason])
    }
  }

  private func deliver(_ waiting: WaitingMessage) async -> Result {
    guard let status = GitHubStatus(payload: waiting.message.payload) else {
      return .giveUp(reason: "the message cannot be read")
    }
    guard let settings = environment.status else {
      return .giveUp(reason: "commit statuses are no longer configured")
    }
    let values = secrets.values(of: settings.secret, keys: ["token"])
    guard let token = values["token"]?.trimmed, !token.isEmpty else {
      return .retry(
        after: .seconds(60),
        reason: "there is no key token of Secret \(settings.secret.namespace)/\(settings.secret.name) in "
          + (secrets.directory ?? "a directory of values (--secrets)"))
    }
    switch await gitHub.deliver(status, token: token, attempt: waiting.attempts + 1) {
    case .delivered: return .delivered
    case .retry(let wait, let reason): return .retry(after: wait, reason: reason)
    case .giveUp(let reason): return .giveUp(reason: reason)
    }
  }

  private func pushNotes() async -> Result {
    guard let mirror = await source.openMirror else {
      return .retry(after: .seconds(10), reason: "the mirror is not open")
    }
    do throws(GitError) {
      switch try await mirror.notes().push(merging: { Note.merge($0, $1) }) {
      case .pushed, .nothingToPush: return .delivered
      case .readOnly(let error):
        if !isReadOnlyTold {
          isReadOnlyTold = true
          log.warn("the remote takes no notes, they stay in the mirror", ["error": error.description])
        }
        return .delivered
      }
    } catch {
      return error.isTransient
        ? .retry(after: .seconds(30), reason: error.description) : .giveUp(reason: error.description)
    }
  }
}
