import Documents
import Testing

@Suite struct YAMLLimitTests {
  private static func message(_ yaml: String, limits: YAMLParser.Limits = .standard) -> String {
    do {
      let documents = try YAMLParser.documents(in: yaml, limits: limits)
      return "accepted \(documents.count)"
    } catch {
      return error.message
    }
  }

  /// The text of go-yaml's own test: nine levels of nine aliases.
  @Test func refusesABombOfAliases() {
    var text = "a: &a [00,00,00,00,00,00,00,00,00]\n"
    for (name, last) in zip("bcdefghi", "abcdefgh") {
      text += "\(name): &\(name) [\((0..<9).map { _ in "*\(last)" }.joined(separator: ","))]\n"
    }
    #expect(Self.message(text) == "aliases repeat too much of the document")
  }

  @Test func refusesABombOfMergeKeys() {
    var text = "a0: &a0 {k: [\((0..<50).map { "v\($0)" }.joined(separator: ","))]}\n"
    for level in 1..<30 {
      text += "a\(level): &a\(level) {<<: *a\(level - 1), p: *a\(level - 1), q: *a\(level - 1)}\n"
    }
    #expect(Self.message(text) == "aliases repeat too much of the document")
  }

  @Test func takesAFewAliasesOfAnything() {
    let list = (0..<500).map { "v\($0)" }.joined(separator: ",")
    #expect(Self.message("a: &a [\(list)]\nb: [*a, *a, *a, *a, *a]\n") == "accepted 1")
  }

  @Test func limitsDepth() {
    let message = "more than 512 lists and mappings stand inside each other"
    #expect(Self.message(String(repeating: "[", count: 600) + String(repeating: "]", count: 600)) == message)
    #expect(Self.message(String(repeating: "- ", count: 600) + "a\n") == message)
    #expect(Self.message((0..<600).map { String(repeating: " ", count: $0) + "a:\n" }.joined()) == message)
    let half = { (inner: String) in
      String(repeating: "[", count: 300) + inner + String(repeating: "]", count: 300)
    }
    #expect(Self.message("a: &a \(half("1"))\nb: \(half("*a"))\n") == message)
    #expect(Self.message("a: &a \(half("1"))\nb: *a\n") == "accepted 1")
  }

  @Test func limitsTags() {
    let declared = "%TAG !a! " + String(repeating: "x", count: 2000) + "\n---\n"
    for body in ["!a!b c", "!a!b []", "!a!b {}", "- !a!b c"] {
      #expect(Self.message(declared + body) == "a tag may have 1024 bytes at most", "\(body)")
    }
    let many = (0..<1001).map { "%TAG !a\($0)! x\n" }.joined()
    #expect(Self.message(many + "---\na\n") == "more than 1000 lines begin with %")
    #expect(Self.message("%TAG !a! x\n---\n!a!b c\n") == "accepted 1")
  }

  @Test func limitsNodesAndBytes() {
    let limits = YAMLParser.Limits(bytes: 100, nodes: 10, depth: 5)
    #expect(Self.message("[1,2,3,4,5,6,7,8,9]", limits: limits) == "accepted 1")
    #expect(Self.message("[1,2,3,4,5,6,7,8,9,10]", limits: limits) == "the text has more than 10 nodes")
    #expect(Self.message("a: &a [1,2,3]\nb: *a\n", limits: limits) == "the text has more than 10 nodes")
    #expect(
      Self.message(String(repeating: "a", count: 101), limits: limits) == "the text is longer than 100 bytes")
  }
}
