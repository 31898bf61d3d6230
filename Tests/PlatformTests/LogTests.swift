import Base
import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite struct LogTests {
  private func lines(
    _ format: Log.Format = .logfmt, minimum: Log.Level = .info, _ body: (Log) -> Void
  ) -> [String] {
    let sink = CapturedLog()
    body(Log(to: sink, format: format, minimumLevel: minimum, time: ManualTime()))
    return sink.lines
  }

  @Test func logfmtQuotesOnlyWhatNeedsIt() {
    let written = lines { log in
      log.info(
        "new revision",
        [
          "source": "config", "revision": "main@sha1:3f2c9e1", "commits": 2, "author": "Ada Lovelace",
          "seconds": Duration.milliseconds(1200), "share": 0.5, "forced": false, "empty": "",
          "why": "a=\"b\"\n\\\u{1}",
          "object": ObjectReference(kind: "GrafanaFolder", namespace: "m", name: "p"),
          "title": "Übersicht", "absent": nil as String?, "whole": Duration.seconds(3),
          "since": Timestamp(secondsSinceEpoch: 0),
        ])
    }
    #expect(
      written == [
        #"time=2026-11-21T14:03:11.042Z level=info msg="new revision" source=config revision=main@sha1:3f2c9e1 "#
          + #"commits=2 author="Ada Lovelace" seconds=1.2 share=0.5 forced=false empty="" "#
          + #"why="a=\"b\"\n\\\u0001" object=GrafanaFolder/m/p title=Übersicht whole=3 since=1970-01-01T00:00:00Z"#
      ])
  }

  @Test func jsonHasTheSameFields() {
    let written = lines(.json) { log in
      log.with(["source": "config"]).error(
        "held back", ["line": 17, "error": "a \"b\"\t\u{7}", "x": Double.nan])
    }
    #expect(
      written == [
        #"{"time":"2026-11-21T14:03:11.042Z","level":"error","msg":"held back","source":"config","line":17,"#
          + #""error":"a \"b\"\t\u0007","x":"nan"}"#
      ])
  }

  @Test func namesOfWhatGitSaysAreWhole() {
    let sink = CapturedLog()
    let log = Log(to: sink, time: ManualTime()) { $0.replacing("admin", with: "(secret)") }
    log.with(["environment": "admin"]).info(
      "admin", ["object": "GrafanaFolder/m/admin", "title": "admin", "file": "admin.yaml", "error": "admin"])
    #expect(
      sink.lines == [
        "time=2026-11-21T14:03:11.042Z level=info msg=(secret) environment=admin object=GrafanaFolder/m/admin "
          + "title=admin file=admin.yaml error=(secret)"
      ])
  }

  @Test func levelsBelowTheMinimumAreLeftOut() {
    let written = lines(minimum: .warn) { log in
      log.debug("a")
      log.info("b")
      log.warn("c")
      log.error("d")
      #expect(!log.writes(.info))
    }
    #expect(
      written == [
        "time=2026-11-21T14:03:11.042Z level=warn msg=c", "time=2026-11-21T14:03:11.042Z level=error msg=d",
      ])
  }

  @Test func linesOfManyTasksStayWhole() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("log")
    try AtomicFile.write([], to: path)
    let file = try #require(fopen(path, "a"))
    let log = Log(to: DescriptorLogSink(descriptor: fileno(file)), time: ManualTime())
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask { for line in 0..<50 { log.info("x", ["task": task, "line": line]) } }
      }
    }
    fclose(file)
    let text = String(decoding: try FileSystem.read(path, limit: 1_000_000), as: UTF8.self)
    let expected = (0..<8).flatMap { task in
      (0..<50).map { "time=2026-11-21T14:03:11.042Z level=info msg=x task=\(task) line=\($0)" }
    }
    #expect(Set(text.split(separator: "\n").map(String.init)) == Set(expected))
  }

  @Test func aReaderThatStopsHoldsUpNobody() throws {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let sink = DescriptorLogSink(descriptor: ends[1], patience: .milliseconds(50))
    let line = Array((String(repeating: "x", count: 999) + "\n").utf8)
    let clock = ContinuousClock()
    let start = clock.now
    // Fifteen times what the pipe holds: with a wait for each lost line it would take 45 seconds.
    for _ in 0..<1000 { sink.write(line: line) }
    #expect(clock.now - start < .seconds(20))
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    let held = read(ends[0], &buffer, buffer.count)
    let lines = buffer[..<held].split(separator: 0x0A)
    #expect(lines.dropLast().allSatisfy { $0.count == 999 })
    // A line that was cut is ended before the next one.
    sink.write(line: Array("next\n".utf8))
    let count = read(ends[0], &buffer, buffer.count)
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    #expect(text == (held % 1000 == 0 ? "next\n" : "\nnext\n"))
  }
}

@Suite struct LockTableTests {
  private let table = LockTable(
    """
    1: POSIX  ADVISORY  WRITE 4711 fd:01:77 0 EOF
    2: FLOCK  ADVISORY  WRITE 4711 fd:01:1835042 0 EOF
    3: FLOCK  ADVISORY  WRITE 4712 08:02:99 0 EOF

    """)

  @Test(arguments: [
    (1_835_042, 0xFD, 1, nil as Int32?, true), (1_835_042, 0xFD, 2, nil, false),
    (1_835_042, 0xFD, 2, 4711, true), (1_835_042, 0xFD, 2, 4712, false), (77, 0xFD, 1, 4711, false),
    (99, 8, 2, nil, true),
    (100, 8, 2, 4712, false),
  ])
  func tellsFilesOfTheSameNumberApart(
    inode: UInt64, major: UInt32, minor: UInt32, holder: Int32?, isHeld: Bool
  ) {
    let device = LockTable.device(major, minor)
    #expect(table.hasLock(inode: inode, device: device, holder: holder) == isHeld)
  }

  @Test func seesALockOfThisProcess() throws {
    let directory = try TemporaryDirectory()
    let lock = try FileLock(directory.file("lock"))
    #expect(FileLock.isHeld(directory.file("lock")))
    lock.release()
    #expect(!FileLock.isHeld(directory.file("lock")))
  }
}
