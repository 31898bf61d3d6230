import Platform
import Synchronization

/// Ends work on request: the first SIGTERM or SIGINT cancels it, a second one ends the process at once, and so does
/// work that does not end in time.
struct Stopping: Sendable {
  let system: SystemAccess
  let log: Log

  /// Systemd and Kubernetes wait much longer; a person does not.
  static let patience = Duration.milliseconds(4500)

  /// Runs the body as a task of its own and returns when it has ended.
  /// - Parameter wake: called for every SIGHUP; without it SIGHUP ends the process, as it does others.
  func run<Result: Sendable>(
    wake: (@Sendable () -> Void)? = nil, _ body: @escaping @Sendable () async -> Result
  ) async throws(CommandFailure) -> (result: Result, wasAsked: Bool) {
    let signals = try system.watch([.terminate, .interrupt] + (wake == nil ? [] : [.hangup]))
    let work = Task { await body() }
    let asked = SharedFlag()
    let deadline = Deadline()
    let watch = Task {
      for await signal in signals {
        switch signal {
        case .hangup: wake?()
        case .terminate, .interrupt:
          let isSecond = asked.set()
          if isSecond { system.exit(signal == .terminate ? .terminated : .interrupted) }
          SystemdNotification.stopping.send()
          log.info("stopping", ["signal": signal.name])
          work.cancel()
          deadline.start { await giveUp() }
        }
      }
    }
    let result = await work.value
    watch.cancel()
    // The next one to watch these signals must not find this one still at it.
    await watch.value
    deadline.cancel()
    return (result, asked.isSet)
  }

  private func giveUp() async {
    do {
      try await system.time.sleep(for: Self.patience)
    } catch {
      return
    }
    log.error("did not stop in time", ["seconds": Self.patience])
    system.exit(.failure)
  }
}

/// A task that is only needed when something else takes too long.
private final class Deadline: Sendable {
  private let task = Mutex<Task<Void, Never>?>(nil)

  func start(_ body: @escaping @Sendable () async -> Void) {
    task.withLock { $0 = Task { await body() } }
  }

  func cancel() { task.withLock { $0?.cancel() } }
}

/// Is set once, by whoever comes first.
private final class SharedFlag: Sendable {
  private let state = Mutex(false)

  var isSet: Bool { state.withLock { $0 } }

  /// Whether it was set before.
  func set() -> Bool {
    state.withLock { isSet in
      defer { isSet = true }
      return isSet
    }
  }
}

extension ProcessSignal {
  /// As `kill -l` says it, with the prefix.
  fileprivate var name: String {
    switch self {
    case .terminate: "SIGTERM"
    case .interrupt: "SIGINT"
    case .hangup: "SIGHUP"
    }
  }
}
