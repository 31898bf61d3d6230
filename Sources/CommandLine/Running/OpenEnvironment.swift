import Base
import Platform
import Reconcile
import Report
import Secrets
import Store

/// An environment with its state directory held and everything ready to run cycles.
struct OpenEnvironment: Sendable {
  let settings: EnvironmentSettings
  let state: StateDirectory
  let reconciler: Reconciler
  let loop: ReconcileLoop

  /// Takes the state directory of one environment.
  /// - Parameter isRepeated: cycles follow each other, so the time of the next one is known.
  static func open(
    _ settings: EnvironmentSettings, _ call: CommandCall, log: Log, isRepeated: Bool,
    neighbourhood: Neighbourhood, metrics: SluiceMetrics? = nil,
    observer: @escaping ReconcileLoop.Observer = { _ in }
  ) async throws(CommandFailure) -> OpenEnvironment {
    // One cycle alone cannot leave anything for later ones to verify.
    let settings = isRepeated ? settings : settings.verifyingAll
    let directory = StateLocation(call).directory(of: settings.name)
    let time = call.system.time
    let log = log.with(["environment": settings.name])
    do throws(StoreError) {
      let state = try await StateDirectory.open(directory, time: time, random: call.system.random)
      if case .replaced(let damaged, let reason) = state.store.opening {
        log.warn("the memory was damaged and begins anew", ["kept": damaged, "reason": reason])
      }
      try await SourceLabel(settings).keep(in: state.store, environment: settings.name)
      let reconciler = Reconciler(
        settings, directory: directory, store: state.store, digestKey: state.digestKey, time: time,
        scrubber: call.scrubber, neighbourhood: neighbourhood)
      let loop = ReconcileLoop(
        settings, reconciler: reconciler, store: state.store, log: log, time: time, metrics: metrics
      ) { report in
        let now = time.now
        do throws(StoreError) {
          // Only what fails again has begun earlier.
          let earlier =
            report.targets.contains { $0.failure != nil }
            ? try await LastCycle.read(from: state.store, environment: settings.name) : nil
          let last = LastCycle(
            report, finished: now, next: isRepeated ? now + settings.interval : nil, earlier: earlier)
          try await last.keep(in: state.store, environment: settings.name)
        } catch {
          log.error("the state directory cannot be written", ["error": error.description])
        }
        await observer(report)
      }
      return OpenEnvironment(settings: settings, state: state, reconciler: reconciler, loop: loop)
    } catch {
      throw CommandFailure(error.description)
    }
  }

  /// Ends what the environment has open, and lets another process have its state directory.
  func close() async {
    await reconciler.close()
    await state.close()
  }

  /// The log that the options ask for, on standard error.
  static func log(_ call: CommandCall, standardLevel: Log.Level) -> Log {
    Log(
      to: call.output.log, format: call.values[Settings.logFormat] ?? .logfmt,
      minimumLevel: call.values[Settings.logLevel] ?? standardLevel, time: call.system.time,
      scrub: { [scrubber = call.scrubber] in scrubber.scrub($0) })
  }
}
