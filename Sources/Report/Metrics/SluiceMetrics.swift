import Apply
import Base
import HTTP
import Plan
import Platform
import Synchronization

/// What the program measures of itself, under names that dashboards and alerts may rely on. `docs/metrics.md` lists
/// them with the same words.
public final class SluiceMetrics: Sendable {
  /// What a try to deliver a report came to.
  public enum DeliveryResult: String, Sendable, CaseIterable {
    case delivered
    /// It is tried again later.
    case postponed
    case givenUp = "given_up"
  }

  private let build: Gauge
  private let cycles: Counter
  private let cycleSeconds: Histogram
  private let objects: Gauge
  private let actions: Counter
  private let drift: Counter
  private let pruneWaiting: Gauge
  private let targetUp: Gauge
  private let requests: Counter
  private let writes: Counter
  private let bytes: Counter
  private let lastCycle: Gauge
  private let lastSuccess: Gauge
  private let polls: Counter
  private let outboxWaiting: Gauge
  private let deliveries: Counter
  /// What the last cycle of each environment saw.
  private let last = Mutex<[String: Last]>([:])

  private struct Last {
    var revision = ""
    var targets: Set<String> = []
  }

  /// - Parameter version: of this program.
  public init(_ metrics: Metrics, version: String) {
    build = metrics.gauge(
      "sluice_build_info", "Always 1; the label tells the version of the program.", labels: ["version"])
    cycles = metrics.counter(
      "sluice_cycles_total", "Cycles that ended, by how they ended: success, failure or error.",
      labels: ["environment", "state"])
    cycleSeconds = metrics.histogram(
      "sluice_cycle_seconds", "How long cycles took.", labels: ["environment"])
    objects = metrics.gauge(
      "sluice_objects",
      "Objects after the last cycle: as_committed, held_back by an error in Git, failed in a target, edited and left alone.",
      labels: ["environment", "state"])
    actions = metrics.counter(
      "sluice_actions_total",
      "Actions on objects by kind, verb (create, update, move, repair, delete, …) and result: done, failed, not_done.",
      labels: ["environment", "kind", "verb", "result"])
    drift = metrics.counter(
      "sluice_drift_total",
      "Objects that somebody else had changed or deleted in a target and that were to be put back.",
      labels: ["environment", "kind"])
    pruneWaiting = metrics.gauge(
      "sluice_deletions_waiting", "Deletions that a guard stopped and that wait for an answer.",
      labels: ["environment"])
    targetUp = metrics.gauge(
      "sluice_target_up", "Whether the last cycle could work with the target: 1 yes, 0 no.",
      labels: ["environment", "target"])
    requests = metrics.counter(
      "sluice_target_requests_total", "Requests to the target, repeats included.",
      labels: ["environment", "target"])
    writes = metrics.counter(
      "sluice_target_writes_total", "Requests to the target that may change something.",
      labels: ["environment", "target"])
    bytes = metrics.counter(
      "sluice_target_bytes_total", "Bytes of headers and bodies to and from the target: sent, received.",
      labels: ["environment", "target", "direction"])
    lastCycle = metrics.gauge(
      "sluice_last_cycle_timestamp_seconds", "When the last cycle ended, in seconds since 1970.",
      labels: ["environment"])
    lastSuccess = metrics.gauge(
      "sluice_last_success_timestamp_seconds",
      "When the last cycle ended after which everything was as committed, in seconds since 1970.",
      labels: ["environment"])
    polls = metrics.counter(
      "sluice_polls_total",
      "What cycles found when they asked the Git host: moved (a new revision), unchanged, failed.",
      labels: ["environment", "result"])
    outboxWaiting = metrics.gauge(
      "sluice_outbox_waiting", "Commit statuses and notes that wait for their host.",
      labels: ["environment"])
    deliveries = metrics.counter(
      "sluice_deliveries_total",
      "Tries to deliver a commit status or notes by what came of them: delivered, postponed, given_up.",
      labels: ["environment", "kind", "result"])
    build.set(1, version)
  }

  /// Counts a cycle that has ended.
  public func record(_ report: CycleReport) {
    let environment = report.environment
    let end = Double((report.started + report.duration).millisecondsSinceEpoch) / 1000
    cycles.add(1, environment, report.state.rawValue)
    cycleSeconds.observe(Amount.decimalSeconds(report.duration), environment)
    lastCycle.set(end, environment)
    if report.state == .success { lastSuccess.set(end, environment) }
    let counts = report.counts
    objects.set(Double(counts.asCommitted), environment, "as_committed")
    objects.set(Double(counts.heldBack), environment, "held_back")
    objects.set(Double(counts.failed + counts.notDone), environment, "failed")
    objects.set(Double(counts.reported), environment, "edited")
    pruneWaiting.set(Double(report.pruneStops.reduce(0) { $0 + $1.candidates.count }), environment)
    for target in report.targets { record(target, environment) }
    compareWithLast(report)
  }

  private func record(_ target: TargetReport, _ environment: String) {
    targetUp.set(target.failure == nil ? 1 : 0, environment, target.name)
    requests.add(Double(target.cost.requests), environment, target.name)
    writes.add(Double(target.cost.writes), environment, target.name)
    bytes.add(Double(target.cost.bytesSent), environment, target.name, "sent")
    bytes.add(Double(target.cost.bytesReceived), environment, target.name, "received")
    for outcome in target.outcomes {
      let action = outcome.action
      let kind = action.key.kind.name
      actions.add(1, environment, kind, action.verb.rawValue, Self.result(outcome))
      if action.verb == .repair { drift.add(1, environment, kind) }
    }
  }

  private static func result(_ outcome: Outcome) -> String {
    switch outcome.result {
    case .written, .recorded: "done"
    case .failed: "failed"
    case .blocked, .notTried: "not_done"
    }
  }

  /// What a target that is gone cost stays counted; that it is up or down is no longer said.
  private func compareWithLast(_ report: CycleReport) {
    let environment = report.environment
    let current = Last(revision: report.revision.text, targets: Set(report.targets.map(\.name)))
    let former = last.withLock { last in
      let former = last[environment] ?? Last()
      last[environment] = current
      return former
    }
    for target in former.targets.subtracting(current.targets) { targetUp.remove(environment, target) }
    let isMoved = former.revision != current.revision
    polls.add(1, environment, report.sourceFailure != nil ? "failed" : isMoved ? "moved" : "unchanged")
  }

  /// Tells how many messages of an environment wait in the outbox.
  public func setOutboxWaiting(_ count: Int, in environment: String) {
    outboxWaiting.set(Double(count), environment)
  }

  /// Counts a try to deliver a message.
  ///
  /// - Parameter kind: as the outbox names it: `github-status`, `notes-push`.
  public func countDelivery(of kind: String, in environment: String, _ result: DeliveryResult) {
    deliveries.add(1, environment, kind, result.rawValue)
  }
}
