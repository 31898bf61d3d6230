import Base
import Manifests
import TestSupport
import Testing

/// Files that cannot be read hurt nobody else, and what came from them stays.
@Suite struct UnreadableFileTests {
  private static let good = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: good}\n"

  @Test func showsTheLineOfASyntaxError() async throws {
    let set = try await load(["a.yaml": "kind: GrafanaFolder\na: [1, 2\nb: 3\n", "b.yaml": Self.good])
    #expect(set.items.map(\.reference.name) == ["good"])
    #expect(set.unreadableFiles == ["a.yaml"])
    let diagnostic = try #require(set.diagnostics.first)
    #expect(diagnostic.code == "invalid-yaml")
    #expect(diagnostic.message.hasPrefix("the file is not YAML: "))
    #expect(diagnostic.remedy == "mend the syntax; the objects of this file stay as they are")
    #expect(diagnostic.excerpt?.text == "b: 3")
  }

  @Test(arguments: [
    "a: 1\na: 2", "a: [1", "\tb: 1", "{{ .Values.x }}: y", "a: *unknown", "\"open", "\u{0}\u{1}\u{2}",
    "? [a]\n: b",
    "a: &x [*x]", "%YAML 3.0\n---\na", "a: .inf",
  ])
  func refusesWhatIsNoYAML(text: String) async throws {
    let set = try await load(["a.yaml": text, "b.yaml": Self.good])
    #expect(set.items.count == 1)
    #expect(set.unreadableFiles == ["a.yaml"])
    #expect(set.diagnostics.map(\.code) == ["invalid-yaml"])
  }

  @Test func survivesGarbage() async throws {
    var random = SplitMix(seed: 7)
    for length in [1, 10, 100, 1000, 10000] {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings()) { ($0, []) }
      let set = try await loader.load(
        MemoryTree(["a.yaml": bytes, "b.yaml": Array(Self.good.utf8)]), path: "")
      #expect(set.items.count == 1)
    }
  }

  @Test func refusesLargeFiles() async throws {
    let settings = LoaderSettings(fileSizeLimit: 100)
    let set = try await load(
      ["a.yaml": String(repeating: "#", count: 101), "b.yaml": Self.good], settings: settings)
    #expect(set.items.count == 1)
    #expect(set.unreadableFiles == ["a.yaml"])
    #expect(
      set.diagnostics.map { "\($0.code) \($0.location?.description ?? "") \($0.message)" } == [
        "file-refused a.yaml:1:1 the file is larger than 100 bytes"
      ])
  }

  @Test func holdsAFileWhoseObjectHasNoName() async throws {
    let set = try await load(
      "apiVersion: v1\nkind: ConfigMap\n---\n" + Self.good
        + "---\napiVersion: v1\nkind: Secret\nmetadata: {labels: 5}\n")
    #expect(set.items.map(\.reference.name) == ["good"])
    #expect(set.unreadableFiles == ["a.yaml"])
    #expect(
      set.diagnostics.map { "\($0.location?.description ?? "") \($0.message)" } == [
        "a.yaml:1:1 metadata is missing", "a.yaml:10:11 metadata.name is missing",
        "a.yaml:10:20 metadata.labels must be a mapping, found a number",
      ])
  }

  @Test func holdsASingleObjectBack() async throws {
    let set = try await load(Self.good + "data: {k: [1]}\n---\n" + Self.good.replacing("good", with: "other"))
    #expect(set.items.map(\.reference.name) == ["other"])
    #expect(set.heldBack.keys.map(\.description) == ["ConfigMap default/good"])
    #expect(set.heldBack.values.map(\.fileAndLine) == ["a.yaml:1"])
    #expect(set.unreadableFiles.isEmpty)
  }

  // MARK: Excerpts

  @Test(arguments: [
    // A line that fits stands whole; the caret counts bytes.
    ("abc\nsecond line\n", 2, 8, "second line", 8), ("é!", 1, 3, "é!", 3), ("short", 1, 99, "short", 6),
    ("", 1, 1, "", 1),
    ("a\r\n", 1, 2, "a", 2), ("one", 5, 1, "", 1),
  ])
  func cutsLines(text: String, line: Int, column: Int, excerpt: String, caret: Int) {
    let cut = SourceExcerpt.line(
      of: Array(text.utf8), at: Position(line: line, column: column), label: "here")
    #expect(cut == Diagnostic.Excerpt(text: excerpt, column: caret, label: "here"))
  }

  /// A reference to the wrong key of a ConfigMap leads to any text.
  @Test(arguments: ["db.password=x", "\"apiKey\": 5,", "Authorization: x", "export GITHUB_TOKEN=x"])
  func hidesLinesThatSpeakOfSecrets(text: String) {
    #expect(SourceExcerpt.line(of: Array(text.utf8), at: .start, label: "here") == nil)
  }

  @Test(arguments: [1, 2, 3, 119, 120, 5000, 5001, 5002, 5003, 9990, 9999, 10000, 10001])
  func cutsLongLinesAroundThePlace(column: Int) throws {
    // Characters of two bytes, so that a cut could fall into one.
    let text = Array("x".utf8) + Array(String(repeating: "é", count: 5000).utf8)
    let cut = try #require(
      SourceExcerpt.line(of: text, at: Position(line: 1, column: column), label: ""))
    let shown = Array(cut.text.utf8)
    #expect(shown.count <= 250)
    #expect(!cut.text.contains("\u{FFFD}"))
    #expect((1...shown.count + 1).contains(cut.column))
    if column <= text.count { #expect(shown[cut.column - 1] == text[column - 1]) }
    #expect(cut.text.hasPrefix("…") == (column > 150))
    #expect(cut.text.hasSuffix("…") == (column < 9900))
  }
}
