import Documents
import Testing

@Suite struct YAMLWriterTests {
  @Test func writesAsKubernetesDoes() throws {
    let value: JSON = [
      "apiVersion": "v1", "list": ["a", ["x": 1, "z": ["deep"]], [[1, 2], []], [:]], "empty": [:],
      "none": .null,
      "on": true, "text": "one\ntwo\n", "kept": "one\n\n", "cut": "one\ntwo", "indented": "\n  one\ntwo\n",
      "script": ["\techo\n"], "args": ["--flag=yes", "- x", "a: b", "a #b", "key:", "---x"],
    ]
    #expect(
      YAMLWriter.string(value) == """
        apiVersion: v1
        list:
        - a
        - x: 1
          z:
          - deep
        - - - 1
            - 2
          - []
        - {}
        empty: {}
        none: null
        "on": true
        text: |
          one
          two
        kept: |+
          one

        cut: |-
          one
          two
        indented: |2

            one
          two
        script:
        - |2
          \techo
        args:
        - --flag=yes
        - "- x"
        - "a: b"
        - "a #b"
        - "key:"
        - "---x"

        """)
    #expect(try YAMLParser.documents(in: YAMLWriter.string(value)).map(\.root.json) == [value])
  }

  @Test(arguments: [
    "", " ", "yes", "On", "y", "N", "~", "null", "NULL", "true", "0644", "0x1F", "0o17", "0b1", "1e3",
    "1_000", "12", "-1", "+1",
    "1.5", ".5", ".inf", "-.INF", ".nan", "2001-12-14", "2001-12-14T21:59:43Z", "1:30", "190:20:30.15", "<<",
    "=", "-", "?",
    "a\tb", "a\rb", "\u{1}", "\u{7F}", "\u{85}", "\u{2028}", "\u{FEFF}", "x ", "#", "&a", "*a", "!a", "|",
    ">", "'a'", "\"", "%a", "@a",
    "`a`", "...", "[a", "]", "{a", "}", ",", ":a", "\n", "\n\n", " \na", "a: |\n b",
    "0x" + String(repeating: "f", count: 1100),
  ])
  func quotesWhatWouldBeMisread(text: String) throws {
    let written = YAMLWriter.string([.string(text)])
    #expect(written.hasPrefix("- \"") || written.hasPrefix("- |"))
    #expect(try YAMLParser.documents(in: written).map(\.root.json) == [[.string(text)]])
  }

  @Test(arguments: [
    "a", "a b", "a:b", "a#b", "http://x/y?z=1,2", "rate(node_cpu{mode=\"idle\"}[5m])", "-x", "--flag", "10Gi",
    "1.2.3", "v1", "é ü",
    "a, b", "https://[::1]:80/", "it's", "5m", "12:x", "😀",
  ])
  func leavesOtherTextsPlain(text: String) throws {
    #expect(YAMLWriter.string([.string(text)]) == "- \(text)\n")
    #expect(try YAMLParser.documents(in: "- \(text)\n").map(\.root.json) == [[.string(text)]])
  }

  /// Single quotes where a text only looks like syntax, double ones where it would be something else.
  @Test(arguments: [
    ("- x", "'- x'"), ("a: b", "'a: b'"), ("#", "'#'"), ("'a'", "'''a'''"), ("{a", "'{a'"), ("", #""""#),
    ("true", #""true""#), ("12", #""12""#), ("a\tb: c", #""a\tb: c""#), ("\u{1}", #""\u0001""#),
    ("plain", "plain"),
  ])
  func quotesAsGoDoes(text: String, expected: String) throws {
    let written = YAMLWriter.string([.string(text)], quotes: .asInGo)
    #expect(written == "- \(expected)\n")
    #expect(try YAMLParser.documents(in: written).map(\.root.json) == [[.string(text)]])
  }

  @Test func writesLongKeysAndStreams() throws {
    let key = String(repeating: "k", count: 2000)
    let values: [JSON] = [
      [key: ["a", "b"], key + "1": ["x": 1], key + "2": "v"], "text\nlines", 1, [[:]], .null,
    ]
    let written = YAMLWriter.string(stream: values)
    #expect(try YAMLParser.documents(in: written).map(\.root.json) == values)
  }

  /// Whatever is written is read back as the same value.
  @Test func roundTripsRandomValues() throws {
    var random = SeededRandom(seed: 20_240_607)
    for _ in 0..<3000 {
      let value = RandomDocument.json(&random, depth: 4)
      let written = YAMLWriter.string(value)
      do {
        let read = try YAMLParser.allDocuments(in: Array(written.utf8))
        #expect(read.map(\.root.json) == [value], "\(written.debugDescription)")
      } catch {
        Issue.record("\(error): \(written.debugDescription)")
      }
    }
  }
}
