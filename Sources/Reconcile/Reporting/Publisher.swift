import Base
import Documents
import Git
import Platform
import Report
import Store

/// Tells the world outside what cycles did: notes on the commits and commit statuses. Everything goes through the
/// outbox, so a host that is away loses nothing and delays nothing.
actor Publisher {
  /// Statuses are set on at most so many commits of one push.
  private static let mostCommits = 50
  static let notesKind = "notes-push"

  private let environment: EnvironmentSettings
  private let store: any Store
  private let log: Log
  /// The commits that the newest push brought; they all get the state of the newest.
  private var range: [String] = []
  /// What was said last about the newest commit.
  private var lastState: (commit: String, state: CycleState)?
  /// What the last note says beside what was done.
  private var lastStanding: CycleStanding?

  init(_ environment: EnvironmentSettings, store: any Store, log: Log) {
    self.environment = environment
    self.store = store
    self.log = log
  }

  /// Says that a new revision is being applied.
  func announce(_ source: SourceState, targets: [String], now: Timestamp) async {
    let commits = source.newCommits.prefix(Self.mostCommits).map(\.identifier.description)
    range = commits.isEmpty ? [source.revision.commit.description] : commits
    lastState = nil
    guard let head = range.first else { return }
    let status = CommitStatus.pending(environment: environment.name, commit: head, targets: targets)
    await enqueue(status, on: range, now: now)
  }

  /// Tells how a cycle ended: on a new revision always, later only when the state changed, something was done, or
  /// something else waits to be mended.
  /// - Parameter isKnown: the revision was told before, by an earlier process where not by this one.
  func tell(_ report: CycleReport, isKnown: Bool, mirror: GitMirror?, now: Timestamp) async {
    let commit = report.revision.commit
    guard !commit.isEmpty else { return }
    let isNews =
      lastState.map { $0.commit != commit || $0.state != report.state } ?? !(isKnown && report.isQuiet)
    if isNews {
      if range.first != commit { range = [commit] }
      for commit in range { await enqueue(CommitStatus(report, on: commit), on: [commit], now: now) }
      lastState = (commit, report.state)
    }
    let standing = report.standing
    let isWorthANote = isNews || report.didSomething || (lastStanding.map { $0 != standing } ?? false)
    lastStanding = standing
    if isWorthANote, let mirror { await writeNote(report, mirror, now: now) }
  }

  private func enqueue(_ status: CommitStatus, on commits: [String], now: Timestamp) async {
    guard let settings = environment.status else { return }
    for commit in commits {
      let message = GitHubStatus(
        repository: settings.repository, commit: commit, status: status, targetURL: settings.targetURL)
      await enqueue(
        OutboxMessage(
          subject: message.outboxSubject, kind: GitHubStatus.outboxKind, payload: message.payload,
          created: now))
    }
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
