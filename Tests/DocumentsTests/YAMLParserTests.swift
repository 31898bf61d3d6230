import Base
import Documents
import Testing

@Suite struct YAMLParserTests {
  private static func json(_ yaml: String) throws -> [JSON] {
    try YAMLParser.documents(in: yaml).map(\.root.json)
  }

  private static func message(_ yaml: String, limits: YAMLParser.Limits = .standard) -> String {
    do {
      _ = try YAMLParser.documents(in: yaml, limits: limits)
      return "accepted"
    } catch {
      return error.description
    }
  }

  @Test func leavesOutEmptyDocuments() throws {
    let text = "---\n# nothing\n---\na: 1\n---\n---\nnull\n--- ''\n...\n"
    let documents = try YAMLParser.documents(in: text)
    #expect(documents.map(\.root.json) == [["a": 1], .null, ""])
    #expect(documents.map(\.index) == [1, 3, 4])
    #expect(documents.map(\.position.line) == [3, 6, 8])
    #expect(
      try YAMLParser.allDocuments(in: Array(text.utf8)).map(\.isEmpty) == [true, false, true, false, false])
    #expect(try YAMLParser.allDocuments(in: []).isEmpty)
    #expect(try Self.json("# only a comment\n").isEmpty)
  }

  @Test func readsByteOrderMarkAndLineEndings() throws {
    #expect(try Self.json("\u{FEFF}a: 1\r\nb: |\r\n  x\r\n  y\r\n") == [["a": 1, "b": "x\ny\n"]])
    let documents = try YAMLParser.documents(in: "\u{FEFF}a: 1\n")
    #expect(documents[0].root["a"]?.position == Position(line: 1, column: 4))
  }

  @Test func knowsWhereEverythingStands() throws {
    let text = "é: {\"ü\": [ä, 'ö', x]}\nlist:\n- a\n- &b !!str b\n-   c: \"\u{2028}\"\nlast: *b\n"
    let root = try #require(try YAMLParser.documents(in: text).first).root
    let places: [(String, Int, Int)] = [
      ("", 1, 1), ("/é", 1, 1), ("/é/ü", 1, 6), ("/é/ü/0", 1, 13), ("/é/ü/1", 1, 17), ("/é/ü/2", 1, 23),
      ("/list", 2, 1),
      ("/list/0", 3, 3), ("/list/1", 4, 3), ("/list/2/c", 5, 5), ("/last", 6, 1),
      ("/list/7", 2, 1), ("/list/2/none/deep", 5, 5), ("/none", 1, 1),
    ]
    for (path, line, column) in places {
      let pointer = try #require(JSONPointer(parsing: path))
      #expect(root.position(of: pointer) == Position(line: line, column: column), "\(path)")
    }
    #expect(root["last"]?.position == Position(line: 4, column: 3))
    #expect(root.node(at: JSONPointer(["list", "1"]))?.scalar?.text == "b")
    #expect(root.node(at: JSONPointer(["list", "01"])) == nil)
    #expect(root.node(at: JSONPointer(["é", "ü", "2", "x"])) == nil)
  }

  @Test(arguments: [
    ("json: |\n  {\n    \"a\": 1\n  }\n", 2, 5, 3, 7, true),
    ("json: |2-\n   {\n   }\n", 1, 2, 2, 4, true),
    ("json: |\n\n\n      {\n", 3, 1, 4, 7, true),
    ("json: &x !!str\n  |  # told\n    {\n", 1, 1, 3, 5, true),
    ("a:\n- json: |+\n    é{\n\n", 1, 3, 3, 7, true),
    ("json: '{\"a\": 1}'\n", 1, 3, 1, 10, true), ("json: {}\nb: plain\n", 1, 1, 1, 1, true),
    ("json: &a \"{}\"\n", 1, 2, 1, 12, true), ("json: '{''}'\n", 1, 3, 1, 7, false),
    ("json: >\n  {\n  }\n", 2, 1, 1, 7, false), ("json: \"{\n  }\"\n", 1, 3, 1, 7, false),
  ])
  func mapsPlacesInTexts(yaml: String, line: Int, column: Int, fileLine: Int, fileColumn: Int, exact: Bool)
    throws
  {
    let root = try #require(try YAMLParser.documents(in: yaml).first).root
    let node = try #require(root["json"] ?? root.node(at: JSONPointer(["a", "0", "json"])))
    guard node.scalar != nil else { return }
    let place = node.position(inText: Position(line: line, column: column))
    #expect(place.position == Position(line: fileLine, column: fileColumn))
    #expect(place.isExact == exact)
  }

  @Test func findsJSONInsideYAML() throws {
    let text =
      "spec:\n  json: |\n    {\n      \"panels\": [\n        {\"title\": \"CPU\", \"type\": \"graph\" \"x\": 1}\n      ]\n    }\n"
    let node = try #require(try YAMLParser.documents(in: text).first?.root["spec"]?["json"])
    do {
      _ = try JSONParser.parse(try #require(node.scalar?.text))
      Issue.record("accepted")
    } catch let error as JSONSyntaxError {
      #expect(node.position(inText: error.position).position == Position(line: 5, column: 42))
    }
    let title = node.position(inText: JSONPointer(["panels", "0", "title"]))
    #expect(title.position == Position(line: 5, column: 10))
    #expect(title.isExact)
    let nowhere = node.position(inText: JSONPointer(["none"]))
    #expect(nowhere.position == Position(line: 2, column: 9))
    #expect(!nowhere.isExact)
  }

  @Test func resolvesAliasesByDocument() throws {
    let text = """
      a: &x {m: 1}
      x0: &x0 {m: 1}
      b: *x
      c: &x [*x0, 2]
      d: *x
      """
    #expect(
      try Self.json(text) == [
        ["a": ["m": 1], "x0": ["m": 1], "b": ["m": 1], "c": [["m": 1], 2], "d": [["m": 1], 2]]
      ])
    #expect(
      Self.message("a: &x 1\n---\nb: *x\n")
        == "line 3, column 4: no anchor of this alias stands before it in the document; quote the text if it is none"
    )
    #expect(
      Self.message("a: &x\n  b: *x\n")
        == "line 2, column 6: the value of the anchor &x holds itself (it begins on line 1, column 4)")
    #expect(try Self.json("&k key: 1\nb: *k\n") == [["key": 1, "b": "key"]])
    #expect(try Self.json("a: &x [&x 1]\nb: *x\n") == [["a": [1], "b": 1]])
  }

  /// The table of http://yaml.org/type/merge.html, which go-yaml tests as well.
  @Test func mergesMappings() throws {
    let anchors =
      "l:\n- &CENTER { x: 1, z: 2 }\n- &LEFT { x: 0, z: 2 }\n- &BIG { r: 10 }\n- &SMALL { r: 1 }\nm:\n"
    let expected: JSON = ["x": 1, "z": 2, "r": 10, "label": "c"]
    for body in [
      "  << : *CENTER\n  r: 10\n  label: c\n", "  << : [ *CENTER, *BIG ]\n  label: c\n",
      "  << : [ *BIG, *LEFT, *SMALL ]\n  x: 1\n  label: c\n",
      "  !!merge \"<<\" : [ *CENTER, *BIG ]\n  label: c\n",
      "  << : {x: 1, z: 2, r: 10}\n  label: c\n", "  << : [ *CENTER, {r: 10} ]\n  label: c\n",
      "  r: 10\n  label: c\n  x: 1\n  <<: *LEFT\n",
    ] {
      #expect(try Self.json(anchors + body).first?["m"] == expected, "\(body)")
    }
    #expect(try Self.json("\"<<\": {a: 1}\n") == [["<<": ["a": 1]]])
    #expect(
      try Self.json("a: &a {k: 1}\nb: &b {<<: *a, l: 2}\nc: {<<: *b}\n").first?["c"] == ["k": 1, "l": 2])
    #expect(Self.message("<<: 1\n") == "line 1, column 5: << takes a mapping or a list of mappings")
    #expect(
      Self.message("<<: [{a: 1}, 2]\n") == "line 1, column 14: << takes a mapping or a list of mappings")
    #expect(
      Self.message("<<: {a: 1}\n<<: {b: 1}\n")
        == "line 2, column 1: the key \"<<\" stands twice in one mapping (first on line 1, column 1)")
  }

  @Test func refusesKeysThatStandTwice() {
    let many = (0..<40).map { "k\($0): 1\n" }.joined()
    #expect(
      Self.message("a:\n  b: 1\n  c: 2\n  b: 3\n")
        == "line 4, column 3: the key \"b\" stands twice in one mapping (first on line 2, column 3)")
    #expect(
      Self.message("1: a\n\"1\": b\n")
        == "line 2, column 1: the key \"1\" stands twice in one mapping (first on line 1, column 1)")
    #expect(
      Self.message("yes: a\non: b\n")
        == "line 2, column 1: the key \"true\" stands twice in one mapping (first on line 1, column 1)")
    #expect(
      Self.message(many + "k7: 2\n")
        == "line 41, column 1: the key \"k7\" stands twice in one mapping (first on line 8, column 1)")
    #expect(Self.message("\"\u{E9}\": 1\n\"e\u{301}\": 2\n") == "accepted")
  }

  @Test(arguments: [
    (
      "a: [1,\n2\n",
      "line 3, column 1: expected a comma or ] here (in the list that begins on line 1, column 4)"
    ),
    (
      "a: {b: 1\nc: 2\n",
      "line 2, column 2: expected a comma or } here (in the mapping that begins on line 1, column 4)"
    ),
    (
      "a:\n\tb: 1\n",
      "line 2, column 1: a value may not begin with this character; quote the text (a tab may not be used for indentation)"
    ),
    ("a: 1\nb\nc: 2\n", "line 2, column 1: expected a colon after this key"),
    ("a: \"open\nb: 1\n", "line 1, column 4: the quoted text is not closed"),
    (
      "a: @b\n",
      "line 1, column 4: a value may not begin with this character; quote the text (a tab may not be used for indentation)"
    ),
    (
      "a: b: c\n",
      "line 1, column 5: a colon may not stand here; quote the text if the colon belongs to it, or mend the indentation"
    ),
    (
      "a:\n  - 1\n b: 2\n",
      "line 3, column 2: expected a key here; mend the indentation (in the mapping that begins on line 1, column 1)"
    ),
    (
      "a: \u{1}\n",
      "line 1, column 4: a control character, NUL or byte order mark may not stand here; escape it in a double-quoted text"
    ),
    (
      "ä: \u{0}\n",
      "line 1, column 5: a control character, NUL or byte order mark may not stand here; escape it in a double-quoted text"
    ),
    (
      "- a\n- \"\\q\"\n",
      "line 2, column 4: there is no such escape in a double-quoted text (in the quoted text that begins on line 2, column 3)"
    ),
    ("- !x!y z\n", "line 1, column 3: the tag's handle is not declared by a %TAG line"),
    ("%YAML 2.0\n---\na\n", "line 1, column 1: the document asks for another version than YAML 1.1 or 1.2"),
  ])
  func saysWhatAndWhere(yaml: String, message: String) {
    #expect(Self.message(yaml) == message)
  }

  @Test func theFirstDocumentAlone() throws {
    #expect(try YAMLParser.firstDocument(in: Array("a: 1\n---\n[\n".utf8))?.root["a"]?.json == 1)
    #expect(try YAMLParser.firstDocument(in: Array("# x\n".utf8)) == nil)
    #expect(throws: YAMLSyntaxError.self) { try YAMLParser.firstDocument(in: Array("[\n".utf8)) }
    let infinite = try YAMLParser.firstDocument(in: Array("a: .inf\n".utf8))?.root["a"]?.scalar
    #expect(infinite?.isNotFinite == true)
    #expect(throws: YAMLSyntaxError.self) { try YAMLParser.documents(in: Array("a: .inf\n".utf8)) }
  }

  @Test(
    arguments: [
      [0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61], [0x61, 0xC3], [0x61, 0xC3, 0x28], [0xED, 0xA0, 0x80],
    ] as [[UInt8]])
  func refusesWhatIsNotUTF8(bytes: [UInt8]) {
    #expect(throws: YAMLSyntaxError.self) { try YAMLParser.documents(in: bytes) }
  }
}
