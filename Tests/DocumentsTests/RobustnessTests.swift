import Base
import Documents
import Testing

/// Texts that nobody would write: whatever comes, the parsers end, stay in their limits, and say where they stopped.
@Suite struct RobustnessTests {
  private static let jsonSeeds = [
    #"{"a":[1,2.5e-3,-0,true,false,null,"x\n\u00e9\ud83d\ude00"],"b":{"c":{}}}"#,
    #"[[[[{"k":"v"}]]],"",0,1e400,{"a":1,"a":2}]"#, #" { "é" : "😀" , "" : [ ] } "#,
  ]

  private static let yamlSeeds = [
    "a: &x [1, 'b', \"c\\n\"]\nb: *x\n<<: {d: ~}\n",
    "- !!int 0x1F\n- ? k\n  : v\n- |2-\n    x\n- >+\n  y\n\n",
    "%TAG !e! tag:e,2000:\n---\n!e!t {a: [b, {c: d}], 'e': \"\\u263A\"}\n...\n---\n# c\né: ü\n",
    "spec:\n  json: |\n    {\n      \"title\": \"x\"\n    }\n  list:\n  - name: yes\n    value: 0644\n",
  ]

  private static let pieces: [[UInt8]] = [
    "\n", "\t", " ", "  ", ":", ": ", "- ", "[", "]", "{", "}", ",", "\"", "'", "|", ">", "&", "*", "!", "%",
    "#", "\\", "?", "<<",
    "---", "...", "\u{FEFF}", "é", "\\u", "\\ud83d", "1e", "0x", "~",
  ].map { Array($0.utf8) }

  private static func mutated(_ text: String, _ random: inout SeededRandom) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0...4, using: &random) {
      case 0: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
      case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
      case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...5, using: &random)))
      case 3:
        bytes.insert(
          contentsOf: bytes[place..<min(bytes.count, place + 10)],
          at: Int.random(in: 0...bytes.count, using: &random))
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }

  private static func isInside(_ position: Position, _ bytes: [UInt8]) -> Bool {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard position.line >= 1, position.column >= 1, position.line <= lines.count + 1 else { return false }
    return position.line > lines.count || position.column <= lines[position.line - 1].count + 1
  }

  @Test func jsonSurvivesMutations() throws {
    var random = SeededRandom(seed: 4711)
    var taken = 0
    for round in 0..<6000 {
      let bytes = Self.mutated(Self.jsonSeeds[round % Self.jsonSeeds.count], &random)
      _ = JSONParser.position(of: JSONPointer(["a", "0"]), in: bytes)
      do throws(JSONSyntaxError) {
        let value = try JSONParser.parse(bytes)
        taken += 1
        for style in [JSONWriter.Style.compact, .pretty, .canonical] {
          #expect(try JSONParser.parse(JSONWriter.bytes(value, style: style)) == value)
        }
        #expect(try JSONParser.parse(bytes, options: .lenient) == value)
      } catch {
        #expect(Self.isInside(error.position, bytes), "\(error): \(bytes)")
        _ = try? JSONParser.parse(bytes, options: .lenient)
      }
    }
    #expect(taken > 100)
  }

  @Test func yamlSurvivesMutations() {
    var random = SeededRandom(seed: 815)
    var taken = 0
    for round in 0..<6000 {
      let bytes = Self.mutated(Self.yamlSeeds[round % Self.yamlSeeds.count], &random)
      do throws(YAMLSyntaxError) {
        let values = try YAMLParser.documents(in: bytes).map(\.root.json)
        taken += 1
        let written = YAMLWriter.string(stream: values)
        #expect(try YAMLParser.allDocuments(in: Array(written.utf8)).map(\.root.json) == values, "\(written)")
      } catch {
        #expect(
          Self.isInside(error.position, bytes),
          "\(error): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
      }
    }
    #expect(taken > 300)
  }

  /// Every node of a mutated text stands inside it, and so do places inside texts.
  @Test func yamlNodesStandInTheText() {
    func check(_ node: YAMLNode, _ bytes: [UInt8]) {
      #expect(Self.isInside(node.position, bytes))
      switch node.value {
      case .scalar(let scalar):
        let place = node.position(inText: .start)
        if place.isExact, !scalar.text.isEmpty { #expect(Self.isInside(place.position, bytes)) }
      case .sequence(let elements): elements.forEach { check($0, bytes) }
      case .mapping(let entries):
        for entry in entries {
          check(entry.key, bytes)
          check(entry.value, bytes)
        }
      }
    }
    var random = SeededRandom(seed: 99)
    for round in 0..<2000 {
      let bytes = Self.mutated(Self.yamlSeeds[round % Self.yamlSeeds.count], &random)
      guard let documents = try? YAMLParser.documents(in: bytes) else { continue }
      for document in documents { check(document.root, bytes) }
    }
  }

  /// 10 MB of one thing each: refused at a limit, not after a long walk.
  @Test(arguments: [
    ("[", "more than 512 lists and mappings stand inside each other"),
    ("{a: ", "more than 512 lists and mappings stand inside each other"),
    ("- ", "more than 512 lists and mappings stand inside each other"),
    ("? ", "more than 512 lists and mappings stand inside each other"),
    ("- a\n", "the text has more than 50000 nodes"), ("---\n", "the text has more than 50000 nodes"),
    ("%TAG !a! b\n", "more than 1000 lines begin with %"), ("\u{0}", "a control character"),
    ("&a ", "expected ---"),
    ("\"", "expected --- or the end of the text here"), ("1", "a number may have 1000 digits at most"),
  ])
  func yamlRefusesTenMegabytes(piece: String, message: String) {
    let text = Array(String(repeating: piece, count: 10_000_000 / piece.utf8.count).utf8)
    do {
      _ = try YAMLParser.documents(in: text, limits: .init(bytes: 10_000_000, nodes: 50_000, depth: 512))
      Issue.record("accepted")
    } catch {
      #expect(error.message.hasPrefix(message), "\(error)")
    }
  }

  @Test func yamlRefusesMoreBytesThanTheLimit() {
    let text = [UInt8](repeating: 0x61, count: (32 << 20) + 1)
    #expect(throws: YAMLSyntaxError.self) { try YAMLParser.documents(in: text) }
  }

  @Test(
    arguments: [("[", 513), ("{\"a\":", 2561), ("1", nil), (" ", nil), ("[[],", 2046)] as [(String, Int?)])
  func jsonEndsWithTenMegabytes(piece: String, column: Int?) {
    let text = Array(String(repeating: piece, count: 10_000_000 / piece.utf8.count).utf8)
    do {
      _ = try JSONParser.parse(text)
      #expect(column == nil)
    } catch {
      #expect(error.position.column == column ?? text.count + 1, "\(error)")
    }
  }
}
