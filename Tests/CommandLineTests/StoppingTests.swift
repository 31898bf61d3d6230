import Base
import Platform
import TestSupport
import Testing

@testable import CommandLine

@Suite struct StoppingTests {
  private func stopping(_ signals: SignalSource, _ log: CapturedLog, time: any TimeSource = ManualTime())
    -> Stopping
  {
    Stopping(
      system: SystemAccess(
        time: time, random: SystemRandom(), signals: { _ in signals.stream }, exit: { signals.noteExit($0) },
        isRoot: false), log: Log(to: log))
  }

  /// Work that does not care for being cancelled, until the process would have ended.
  private func stubborn(_ signals: SignalSource) async {
    while signals.immediateExits.isEmpty { try? await Task.sleep(for: .milliseconds(2)) }
  }

  @Test(arguments: [(ProcessSignal.terminate, Int32(143)), (.interrupt, 130)])
  func aSecondSignalEndsTheProcess(_ signal: ProcessSignal, _ expected: Int32) async throws {
    let signals = SignalSource()
    signals.send(.terminate)
    signals.send(signal)
    let (_, wasAsked) = try await stopping(signals, CapturedLog()).run { await stubborn(signals) }
    #expect(wasAsked && signals.immediateExits.map(\.rawValue) == [expected])
  }

  @Test func workThatDoesNotEndIsGivenUp() async throws {
    let signals = SignalSource()
    let log = CapturedLog()
    signals.send(.terminate)
    _ = try await stopping(signals, log, time: ImpatientTime()).run { await stubborn(signals) }
    #expect(signals.immediateExits == [.failure])
    #expect(log.lines.last?.hasSuffix("level=error msg=\"did not stop in time\" seconds=4.5") ?? false)
  }

  @Test func workThatEndsByItselfIsNotDisturbed() async throws {
    let signals = SignalSource()
    let (result, wasAsked) = try await stopping(signals, CapturedLog()).run { 7 }
    #expect(result == 7 && !wasAsked && signals.immediateExits.isEmpty)
  }
}

/// A clock whose waits are over at once.
private struct ImpatientTime: TimeSource {
  var now: Timestamp { SystemTime().now }
  var elapsed: Duration { SystemTime().elapsed }

  func sleep(for duration: Duration) async throws(CancellationError) {}
}
