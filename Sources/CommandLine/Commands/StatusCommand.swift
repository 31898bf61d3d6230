import Base
import Documents
import Platform
import Reconcile
import Report
import Store

/// `sluice status`.
enum StatusCommand: Command {
  static let description = CommandDescription(
    path: ["status"], summary: "Show how each environment stands",
    details: ["It is read from the state directory, also while the daemon runs."],
    settings: MemoryOptions.settings,
    examples: [
      CommandDescription.Example(
        purpose: "what is wrong, for a script",
        line: "sluice status -o json | jq '.environments[] | select(.state != \"ready\")'")
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "the status is shown, whatever it says"),
      CommandDescription.ExitCode(.failure, "the state directory cannot be read"),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    var statuses: [EnvironmentStatus] = []
    for environment in try await RememberedEnvironment.all(call) {
      do throws(StoreError) {
        statuses.append(try await status(environment, now: call.system.time.now))
      } catch {
        throw CommandFailure(error.description)
      }
    }
    switch call.values[Settings.output] ?? .text {
    case .text:
      call.output.write(
        StatusText.render(statuses, now: call.system.time.now, style: call.output.standardStyle))
    case .json: call.output.write(OutputDocument.json(StatusText.document(statuses)))
    case .yaml: call.output.write(OutputDocument.yaml(StatusText.document(statuses)))
    }
    return .success
  }

  /// So many cycles are looked through for the last one that wrote something.
  private static let cycleLimit = 2_000

  private static func status(
    _ environment: RememberedEnvironment, now: Timestamp
  ) async throws(StoreError) -> EnvironmentStatus {
    let last = try await LastCycle.read(from: environment.store, environment: environment.name)
    let cycles = try await environment.store.cycles(of: environment.name, limit: cycleLimit)
    let source = try await SourceLabel.read(from: environment.store, environment: environment.name)
    let applying = try await ApplyingMark.read(from: environment.store, environment: environment.name)
    let isApplying = applying != nil && environment.isRunning
    var problems = (last?.problems ?? []) + (last.map(counts) ?? [])
    problems += (last?.workspaces ?? []).map(WorkspaceNotice.sentence)
    problems += try await WaitingReports.problems(environment.store, now: now)
    if !environment.isRunning { problems.append("no daemon runs with this state directory now") }
    return EnvironmentStatus(
      environment: environment.name, source: source?.text ?? "-", revision: last?.revision,
      state: isApplying ? .applying : state(last, isSuspended: source?.isSuspended ?? false),
      objectCount: last?.objectCount ?? 0,
      heldBackCount: last?.heldBackCount ?? 0, lastChange: cycles.first { hasChanges($0) }?.finished,
      next: environment.isRunning ? last?.next.map { EnvironmentStatus.NextStep("poll", at: $0) } : nil,
      problems: problems)
  }

  private static func state(_ last: LastCycle?, isSuspended: Bool) -> EnvironmentStatus.State {
    if isSuspended { return .suspended }
    switch last?.state {
    case nil: return .starting
    case .success: return .ready
    case .failure: return .failing
    case .error: return .unreachable
    }
  }

  /// What is wrong with single objects.
  private static func counts(_ last: LastCycle) -> [String] {
    let edited = last.troubles.count { $0.what == .drift }
    let sentences = [
      (last.heldBackCount, last.heldBackCount == 1 ? "is held back" : "are held back"),
      (last.failedCount, "could not be applied"), (edited, "edited and left alone, by policy"),
    ]
    return sentences.filter { $0.0 > 0 }.map {
      "\(Amount.count($0.0, "object")) \($0.1); sluice events tells which"
    }
  }

  private static func hasChanges(_ cycle: CycleRecord) -> Bool {
    ["created", "updated", "moved", "repaired", "deleted"].contains { (cycle.counts[$0]?.intValue ?? 0) > 0 }
  }
}

extension CycleRecord {
  fileprivate var finished: Timestamp { started + duration }
}
