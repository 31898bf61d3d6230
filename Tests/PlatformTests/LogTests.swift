import Base
import Glibc
import Platform
import TestSupport
import Testing

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
}
