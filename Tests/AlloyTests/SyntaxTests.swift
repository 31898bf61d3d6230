import Alloy
import Testing

@Suite struct SyntaxTests {
  /// Words that are values are no names in Alloy: as members they stand in quotes.
  @Test(arguments: ["true", "false", "null"])
  func wordsThatAreValuesAreNoNames(_ word: String) throws {
    let object = AlloyExpression.object([AlloyField(word, .string("x"))])
    #expect(AlloyWriter.string(object) == "{\n\t\"\(word)\" = \"x\",\n}")
    for text in ["a = {\(word) = 1}\n", "\(word) = 1\n", "a \"\(word)\" { }\n", "x = a.\(word)\n"] {
      #expect(throws: AlloySyntaxError.self) { try AlloyParser.configuration(text) }
    }
  }

  private func blocks(_ text: String) throws -> [AlloyBlock] { try AlloyParser.configuration(text).blocks }

  private func value(_ text: String) throws -> AlloyExpression? {
    guard case .attribute(_, let value) = try AlloyParser.configuration("a = \(text)\n").statements.first
    else { return nil }
    return value
  }

  @Test func writesInCanonicalForm() {
    let configuration = AlloyConfiguration([
      .block(
        AlloyBlock(
          "prometheus.scrape", label: "x",
          [
            .attribute("targets", .list([.strings(["__address__": "h:1", "a b": "c"])])),
            .attribute("forward_to", .list([.path("prometheus.remote_write.default.receiver")])),
            .attribute("honor_labels", .boolean(true)), .attribute("limit", .integer(-3)),
            .block(AlloyBlock("clustering", [.attribute("enabled", .null)])), .block(AlloyBlock("empty", [])),
          ])),
      .block(
        AlloyBlock("logging", [.attribute("level", .call(.path("sys.env"), [.string("LEVEL")]))])),
    ])
    let text = """
      prometheus.scrape "x" {
      \ttargets = [{
      \t\t__address__ = "h:1",
      \t\t"a b"       = "c",
      \t}]
      \tforward_to   = [prometheus.remote_write.default.receiver]
      \thonor_labels = true
      \tlimit        = -3

      \tclustering {
      \t\tenabled = null
      \t}

      \tempty { }
      }

      logging {
      \tlevel = sys.env("LEVEL")
      }

      """
    #expect(AlloyWriter.string(configuration) == text)
    #expect((try? AlloyParser.configuration(text)) == configuration)
    #expect(AlloyWriter.string(AlloyConfiguration([])).isEmpty)
  }

  @Test(arguments: [
    "plain", "", "\"quoted\" \\ back", "line\nbreak\ttab\r", "\u{07}\u{08}\u{0B}\u{0C}\u{00}\u{7F}", "ä€😀",
    "\u{2028}\u{200B}\u{E000}\u{A0}", "${1}:$2", "`raw`", "</script>",
  ])
  func textsComeBack(_ text: String) throws {
    let written = AlloyWriter.string(.string(text))
    #expect(try value(written) == .string(text))
    #expect(!written.contains("\n"))
  }

  @Test func escapesAreGos() throws {
    #expect(AlloyWriter.string(.string("a\u{01}\u{200B}\u{E0001}")) == #""a\x01\u200b\U000e0001""#)
    #expect(try value(#""\x41\101\u00e4\U0001F600\a\v""#) == .string("AAä😀\u{07}\u{0B}"))
    #expect(try value(#""\xc3\xa4""#) == .string("ä"))
    #expect(try value("`a\\n\nb`") == .string("a\\n\nb"))
  }

  @Test func readsEveryKindOfValue() throws {
    #expect(
      try value("[1, 2.5e3, true, null, \"x\",\n]")
        == .list([.number("1"), .number("2.5e3"), .boolean(true), .null, .string("x")]))
    #expect(
      try value("{\n  a = 1,\n  \"b c\" = {},\n}")
        == .object([AlloyField("a", .number("1")), AlloyField("b c", .object([]))]))
    #expect(try value("a.b.c") == .path("a.b.c"))
    #expect(
      try value("convert.nonsensitive(local.file.x.content)[0].y")
        == .member(
          .element(.call(.path("convert.nonsensitive"), [.path("local.file.x.content")]), .number("0")), "y"))
    #expect(try value("-1 + 2 * (3 - 4)").map { AlloyWriter.string($0) } == "(-1) + (2 * (3 - 4))")
    #expect(try value("2 ^ 3 ^ 4").map { AlloyWriter.string($0) } == "2 ^ (3 ^ 4)")
    #expect(try value("!a && b == c").map { AlloyWriter.string($0) } == "(!a) && (b == c)")
  }

  @Test func commentsArePassedOver() throws {
    let text = "// first\nlogging { // here\n  level = /* not debug */ \"info\" // there\n}\n/* last\n */\n"
    #expect(try blocks(text) == [AlloyBlock("logging", [.attribute("level", .string("info"))])])
  }

  @Test func blocksHaveNamesAndLabels() throws {
    let block = try #require(try blocks("a.b.c \"l_1\" { x { y = 1 } }").first)
    #expect(block.name == ["a", "b", "c"] && block.label == "l_1" && block.path == ["a", "b", "c", "l_1"])
  }

  @Test(arguments: [
    ("a = ", "1:5", "a value"), ("a = [1, 2", "1:10", "]"), ("a = \"x", "1:5", "closing quote"),
    ("a = \"\\q\"", "1:6", "escape"), ("a {\n  b = 1\n", "3:1", "a name"), ("a \"b c\" {}", "1:3", "label"),
    ("a = 1 b = 2", "1:7", "end of the line"), ("a = #", "1:5", "no meaning"), ("a = `x", "1:5", "backquote"),
    ("/* x", "1:1", "comment"), ("a.b = 1", "1:5", "{"), ("a = {\n  b 1\n}", "2:5", "="),
    ("a = \"ä\" \"b\"", "1:10", "end of the line"), ("{}", "1:1", "a name"),
  ])
  func problemsHaveTheirPlace(_ text: String, _ place: String, _ problem: String) {
    do throws(AlloySyntaxError) {
      _ = try AlloyParser.configuration(text)
      Issue.record("taken: \(text)")
    } catch {
      #expect(error.description.hasPrefix(place + ": "), "\(error) in \(text)")
      #expect(error.problem.contains(problem), "\(error)")
    }
  }

  @Test(arguments: ["[", "(", "-", "{a=", "a {", "1 ^ ", "f("])
  func whatStandsTooDeepIsRefused(_ opening: String) {
    let text = (opening == "a {" ? "" : "a = ") + String(repeating: opening, count: 100_000)
    #expect(throws: AlloySyntaxError.self) { try AlloyParser.configuration(text) }
  }
}
