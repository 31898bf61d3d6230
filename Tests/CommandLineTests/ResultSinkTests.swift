import Foundation
import TestSupport
import Testing

@testable import CommandLine

/// A result arrives whole, or the command says that it did not.
@Suite struct ResultSinkTests {
  private func pipe() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    #expect(Glibc.pipe(&ends) == 0)
    return (ends[0], ends[1])
  }

  @Test func aPipeThatDoesNotWaitIsWaitedFor() async throws {
    let (reading, writing) = try pipe()
    #expect(fcntl(writing, F_SETFL, O_NONBLOCK) == 0)
    let text = String(repeating: "a line of a long plan\n", count: 50_000)
    let reader = Thread.detached {
      var received = 0
      var buffer = [UInt8](repeating: 0, count: 3000)
      while true {
        let count = read(reading, &buffer, buffer.count)
        if count <= 0 { return received }
        received += count
      }
    }
    let sink = ResultSink(writing)
    sink.write(text)
    close(writing)
    #expect(await reader.value == text.utf8.count)
    #expect(sink.failure == nil)
    close(reading)
  }

  @Test func aFullDiskFailsTheCommand() async throws {
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    defer { close(full) }
    let errors = CapturedText()
    let status = await CommandRun.status(of: ["version"], output: ResultSink(full), errors: errors)
    #expect(status == .failure)
    #expect(errors.text == "error: the result cannot be written: No space left on device\n")
  }

  @Test func aReaderThatHasSeenEnoughIsNoError() async throws {
    let (reading, writing) = try pipe()
    close(reading)
    // As the program does for itself; a test process must not change what a signal does to all of it.
    let sink = await Thread.detached {
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGPIPE)
      pthread_sigmask(SIG_BLOCK, &signals, nil)
      let sink = ResultSink(writing)
      sink.write("one")
      sink.write("two")
      return sink
    }.value
    #expect(sink.failure == .closed)
    let errors = CapturedText()
    #expect(await CommandRun.status(of: ["version"], output: sink, errors: errors) == .unread)
    #expect(errors.text.isEmpty)
    close(writing)
  }
}

extension Thread {
  /// Runs a body that blocks on a thread of its own.
  fileprivate static func detached<Value: Sendable>(
    _ body: @escaping @Sendable () -> Value
  ) -> Task<Value, Never> {
    Task {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
      }
    }
  }
}
