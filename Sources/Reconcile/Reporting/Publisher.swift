import Base
import Documents
import Git
import Platform
import Report
import Store

/// Tells the world outside what cycles did: notes on the commits and commit statuses. Everything goes through the
/// outbox, so a host that is away loses nothing and delays nothing.
actor Publisher {
  static let notesKind = "notes-push"

  private let environment: EnvironmentSettings
  private let store: any Store
  private let log: Log
  /// Nil until it has been read from the store, and where nothing was ever told.
  private var ledger: StatusLedger?
  private var isLedgerRead = false
  /// What the last note says beside what was done.
  private var lastIssues: Set<CycleIssue>?

  init(_ environment: EnvironmentSettings, store: any Store, log: Log) {
    self.environment = environment
    self.store = store
    self.log = log
  }

  /// Says that a new revision is being applied.
  func announce(_ source: SourceState, targets: [String], now: Timestamp) async {
    var ledger = await currentLedger() ?? StatusLedger()
    let head = source.revision.commit.description
    let commits = ledger.announce(head, brought: source.newCommits.map(\.identifier.description))
    // First kept, then sent: a commit that is told `pending` is known to wait for its outcome.
    await keep(ledger)
    let status = CommitStatus.pending(environment: environment.name, commit: head, targets: targets)
    for commit in commits { await enqueue(status, on: commit, now: now) }
  }

  /// Tells how a cycle ended: on a new revision always, later only when the state changed, something was done, or
  /// something else waits to be mended.
  /// - Parameter isKnown: a cycle was run for the revision before, by an earlier process where not by this one.
  func tell(_ report: CycleReport, isKnown: Bool, mirror: GitMirror?, now: Timestamp) async {
    let head = report.revision.commit
    guard !head.isEmpty else { return }
    let earlier = await currentLedger()
    var ledger = earlier ?? StatusLedger()
    var commits = ledger.conclude(head, report.state)
    // Told by a version that kept no ledger.
    if earlier == nil, isKnown, report.isQuiet { commits = [] }
    for commit in commits { await enqueue(CommitStatus(report, on: commit), on: commit, now: now) }
    if ledger != earlier { await keep(ledger) }
    let issues = report.issues.filter { !$0.isPassing }
    let isWorthANote =
      !commits.isEmpty || report.didSomething || report.issues.contains(where: \.isPassing)
      || (lastIssues.map { $0 != issues } ?? false)
    lastIssues = issues
    if isWorthANote, let mirror { await writeNote(report, mirror, now: now) }
  }

  /// Notes what a cycle did that was given up, so that what it wrote is known as ours even where the state is lost.
  func note(_ report: CycleReport, mirror: GitMirror?, now: Timestamp) async {
    guard let mirror else { return }
    // The cycle's task is cancelled, and everything that it asks for would be too.
    await Task { await self.writeNote(report, mirror, now: now) }.value
  }

  private func currentLedger() async -> StatusLedger? {
    guard !isLedgerRead else { return ledger }
    do {
      ledger = try await StatusLedger.read(from: store, environment: environment.name)
      isLedgerRead = true
    } catch {
      log.error("the state directory cannot be read", ["error": error.description])
    }
    return ledger
  }

  private func keep(_ ledger: StatusLedger) async {
    self.ledger = ledger
    isLedgerRead = true
    do {
      try await ledger.keep(in: store, environment: environment.name)
    } catch {
      log.error("the state directory cannot be written", ["error": error.description])
    }
  }

  private func enqueue(_ status: CommitStatus, on commit: String, now: Timestamp) async {
    guard let settings = environment.status else { return }
    let message = GitHubStatus(
      repository: settings.repository, commit: commit, status: status, targetURL: settings.targetURL)
    await enqueue(
      OutboxMessage(
        subject: message.outboxSubject, kind: GitHubStatus.outboxKind, payload: message.payload, created: now)
    )
  }

  private func enqueue(_ message: OutboxMessage) async {
    do {
      try await store.enqueue(message)
    } catch {
      log.error("a report cannot be kept for delivery", ["kind": message.kind, "error": error.description])
    }
  }

  private func writeNote(_ report: CycleReport, _ mirror: GitMirror, now: Timestamp) async {
    guard let commit = GitObjectIdentifier(report.revision.commit) else { return }
    let notes = mirror.notes()
    do throws(GitError) {
      let text = Note.text(adding: report, to: try await notes.text(on: commit))
      let author = GitCommit.Signature(
        name: "Sluice", email: "sluice@localhost", time: now.secondsSinceEpoch, offset: 0)
      try await notes.write(text, on: commit, author: author)
    } catch {
      log.error(
        "the note cannot be written", ["revision": report.revision.short, "error": error.description])
      return
    }
    await enqueue(
      OutboxMessage(
        subject: "\(environment.name) \(report.revision.commit) \(now.precise)", kind: Self.notesKind,
        payload: ["reference": .string(GitNotes.standardReference)], created: now))
  }
}
