import Base
import Documents
import Platform
import Report
import Synchronization

/// Whether the program is alive and ready, as the daemon tells it and as the pages show it.
public final class Health: Sendable {
  /// One environment that is looked after.
  public struct Expectation: Hashable, Sendable {
    public let environment: String
    /// A loop that has ended no cycle for so long hangs: well above its interval and the deadlines of its peers.
    public let progressLimit: Duration

    public init(_ environment: String, progressLimit: Duration) {
      self.environment = environment
      self.progressLimit = progressLimit
    }
  }

  /// What a page says.
  struct Verdict: Sendable {
    let isGood: Bool
    let body: JSON
  }

  private struct Progress {
    var last: Duration
    var hasWorked = false
    /// Why the last cycle did not reach everything.
    var trouble: String?
  }

  private let expectations: [Expectation]
  private let time: any TimeSource
  private let progress: Mutex<[String: Progress]>

  /// - Parameter expectations: of all environments that are not suspended.
  public init(_ expectations: [Expectation], time: any TimeSource = SystemTime()) {
    self.expectations = expectations
    self.time = time
    let start = Progress(last: time.elapsed)
    progress = Mutex(
      Dictionary(
        expectations.map { ($0.environment, start) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Tells that a cycle has ended.
  public func record(_ report: CycleReport) {
    let now = time.elapsed
    let trouble = report.state == .error ? CommitStatus(report).description : nil
    progress.withLock { progress in
      let hasWorked = progress[report.environment]?.hasWorked ?? false
      progress[report.environment] = Progress(
        last: now, hasWorked: hasWorked || trouble == nil, trouble: trouble)
    }
  }

  /// Alive: every loop has ended a cycle within its limit.
  var liveness: Verdict {
    let now = time.elapsed
    let stalled = progress.withLock { progress in
      expectations.compactMap { expectation -> JSON? in
        guard let known = progress[expectation.environment], now - known.last > expectation.progressLimit
        else { return nil }
        let since = GoDuration.format(now - known.last)
        return [
          "environment": .string(expectation.environment),
          "reason": .string(
            "no cycle has ended for \(since), more than \(GoDuration.format(expectation.progressLimit))"),
        ]
      }
    }
    return Verdict(
      isGood: stalled.isEmpty,
      body: ["version": 1, "alive": .bool(stalled.isEmpty), "stalled": .array(stalled)])
  }

  /// Ready: every environment has had a cycle that reached its source and all its targets. It stays ready after that,
  /// since a workspace that is away is no reason to take the program away too.
  var readiness: Verdict {
    let missing = progress.withLock { progress in
      expectations.compactMap { expectation -> JSON? in
        let known = progress[expectation.environment]
        guard known?.hasWorked != true else { return nil }
        return [
          "environment": .string(expectation.environment),
          "reason": .string(known?.trouble ?? "the first cycle has not ended yet"),
        ]
      }
    }
    return Verdict(
      isGood: missing.isEmpty,
      body: ["version": 1, "ready": .bool(missing.isEmpty), "missing": .array(missing)])
  }
}
