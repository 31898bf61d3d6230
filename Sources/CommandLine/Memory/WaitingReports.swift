import Base
import Report
import Store

/// What could not be told to a host yet, as sentences for `status`.
enum WaitingReports {
  /// More than so many messages are not looked through.
  private static let limit = 10_000

  static func problems(_ store: any Store, now: Timestamp) async throws(StoreError) -> [String] {
    let waiting = try await store.failingMessages(limit: limit)
    let statuses = waiting.filter { $0.message.kind == GitHubStatus.outboxKind }
    // One push brings all notes, so they are not counted.
    let others = waiting.filter { $0.message.kind != GitHubStatus.outboxKind }
    return [
      sentence(
        statuses.count == 1 ? "1 commit status waits" : "\(statuses.count) commit statuses wait", statuses,
        now),
      sentence("notes in Git wait to be pushed", others, now),
    ].compactMap { $0 }
  }

  private static func sentence(_ what: String, _ messages: [WaitingMessage], _ now: Timestamp) -> String? {
    guard let last = messages.last, let next = messages.map(\.nextAttempt).min() else { return nil }
    let time = next - now < .seconds(1) ? "now" : RelativeTime.sentence(next, now: now)
    return "\(what): \(last.lastFailure ?? "no answer"); tried again \(time)"
  }
}
