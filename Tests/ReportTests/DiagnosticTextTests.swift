import Base
import Report
import TestSupport
import Testing

@Suite struct DiagnosticTextTests {
  private static let place = SourceLocation(file: "a.yaml", position: Position(line: 17, column: 9))

  private func excerpt(_ text: String, _ column: Int, width: Int? = nil, label: String = "here") -> [String] {
    let diagnostic = Diagnostic(
      .error, code: "x", at: Self.place, "wrong",
      excerpt: Diagnostic.Excerpt(text: text, column: column, label: label))
    let style = TextStyle(isTerminal: width != nil, width: width, environment: ["NO_COLOR": "1"])
    return Array(DiagnosticText.lines(diagnostic, style: style).dropFirst(2))
  }

  @Test func printsAllFindings() {
    let findings = [
      Fixture.notJSON, Fixture.missingRegion,
      Diagnostic(
        .warning, code: "unknown-field",
        subject: ObjectReference(kind: "GrafanaAgent", namespace: "monitoring", name: "agent"),
        at: Self.place, "unknown field logLevl, did you mean logLevel?"),
      Diagnostic(.error, code: "not-yaml", at: Self.place, "the file is not YAML"),
      Diagnostic(.notice, code: "skipped", at: Self.place, "apps/v1 Deployment is not ours"),
    ]
    let kept = KeptRevisions([Fixture.notJSON.subject!: "main@sha1:1c9d0aa"])
    #expect(
      Snapshot.difference(DiagnosticText.render(findings, kept: kept), from: "diagnostics.txt") == nil)
    let document = DiagnosticJSON.document(
      findings, objectCount: 217, skipped: ["deploy/web.yaml:1: Deployment web of apps/v1 is skipped"])
    #expect(Snapshot.difference(OutputDocument.json(document), from: "diagnostics.json") == nil)
    #expect(DiagnosticText.render([]).isEmpty)
  }

  @Test(arguments: [
    // Text, column in bytes, columns before the caret.
    ("key: value", 6, 5), ("\tkey", 2, 4), ("a\tb\tc", 5, 10), ("größe: x", 10, 7), ("日本: x", 9, 6),
    ("short", 6, 5), ("short", 99, 5), ("", 1, 0), ("e\u{301}x", 4, 1),
  ])
  func theCaretStandsUnderItsColumn(text: String, column: Int, indent: Int) {
    let lines = excerpt(text, column)
    #expect(lines.last == "       | " + String(repeating: " ", count: indent) + "^ here")
    #expect(!lines[0].contains("\t"))
  }

  @Test func longLinesAreCutAroundTheCaretOnATerminal() {
    let text = String(repeating: "0123456789", count: 30)
    #expect(
      excerpt(text, 151, width: 60) == [
        "    17 | …7890123456789012345678901234567890123456789012345…",
        "       |                                   ^ here",
      ])
    #expect(
      excerpt(text, 1, width: 40) == [
        "    17 | 012345678901234567890123456789…", "       | ^ here",
      ])
    #expect(
      excerpt(text, 151) == ["    17 | \(text)", "       | \(String(repeating: " ", count: 150))^ here"])
  }

  @Test func largeLineNumbersKeepTheBarStraight() {
    let place = SourceLocation(file: "a.yaml", position: Position(line: 1_234_567, column: 1))
    let diagnostic = Diagnostic(
      .error, code: "x", at: place, "wrong", excerpt: Diagnostic.Excerpt(text: "x", column: 1, label: ""))
    #expect(
      DiagnosticText.lines(diagnostic) == [
        "error: wrong", "  a.yaml:1234567:1", "1234567 | x", "        | ^",
      ])
  }

  @Test func sumsUp() {
    func summary(_ severities: [Diagnostic.Severity], _ count: Int, skipped: Int = 0) -> String {
      DiagnosticText.summary(
        severities.map { Diagnostic($0, code: "x", "x") }, objectCount: count, skippedCount: skipped)
    }
    #expect(summary([], 217) == "217 objects are valid.")
    #expect(summary([], 0, skipped: 1) == "There are no objects here. 1 document of other kinds was skipped.")
    #expect(summary([.notice], 1, skipped: 1) == "1 object is valid. 1 document of other kinds was skipped.")
    #expect(summary([.error, .error, .warning], 217) == "2 errors and 1 warning in 217 objects.")
    #expect(
      summary([.warning], 1, skipped: 2) == "1 warning in 1 object. 2 documents of other kinds were skipped.")
  }
}
