import Base
import Documents
import Testing

@Suite struct JSONPointerTests {
  /// RFC 6901 section 5.
  private static let document =
    #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#

  @Test(arguments: [
    ("/foo", #"["bar","baz"]"#), ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"),
    ("/e^f", "3"), ("/g|h", "4"),
    (#"/i\j"#, "5"), (#"/k"l"#, "6"), ("/ ", "7"), ("/m~0n", "8"), ("", document),
  ])
  func leadsToValues(path: String, expected: String) throws {
    let value = try JSONParser.parse(Self.document)
    let pointer = try #require(JSONPointer(parsing: path))
    #expect(value[pointer].map { JSONWriter.string($0) } == expected)
    #expect(pointer.description == path)
  }

  @Test(arguments: [
    "/foo/2", "/foo/-", "/foo/00", "/foo/+0", "/foo/0/x", "/none", "/foo/99999999999999999999",
  ])
  func leadsNowhere(path: String) throws {
    #expect(try JSONParser.parse(Self.document)[try #require(JSONPointer(parsing: path))] == nil)
  }

  @Test(arguments: ["a", "a/b", "/~", "/~2", "/a~", "#/a"])
  func refusesOtherTexts(text: String) {
    #expect(JSONPointer(parsing: text) == nil)
  }

  @Test func knowsWhatLiesBelow() throws {
    let above = JSONPointer(["a", "b"])
    #expect(above.isPrefix(of: above.appending("c").appending(0)))
    #expect(above.isPrefix(of: above))
    #expect(!above.isPrefix(of: JSONPointer(["a", "bc"])))
    #expect(above.parent == JSONPointer(["a"]))
    #expect(JSONPointer.root.parent == nil)
  }

  @Test(arguments: [
    ("", 1, 2), ("/a", 2, 3), ("/a/0", 2, 9), ("/a/1", 2, 12), ("/a/2/b\"", 3, 5), ("/c,", 4, 1),
    ("/c,/d", 4, 12), ("/é", 5, 1),
  ])
  func findsPlacesInText(path: String, line: Int, column: Int) throws {
    let text =
      " {\n  \"a\": [1, \"],}\\\"\",{\n    \"b\\u0022\": {}}],\n\"c\\u002c\":{\"d\":[]},\n\"é\" : null}"
    _ = try JSONParser.parse(text)
    let pointer = try #require(JSONPointer(parsing: path))
    #expect(JSONParser.position(of: pointer, in: Array(text.utf8)) == Position(line: line, column: column))
  }

  @Test(arguments: ["/a/3", "/a/-", "/x", "/a/0/b", "/a/2/x", "/c,/d/0"])
  func findsNoPlace(path: String) throws {
    let text = #"{"a": [1, "x", {}], "c,": {"d": []}}"#
    let pointer = try #require(JSONPointer(parsing: path))
    #expect(JSONParser.position(of: pointer, in: Array(text.utf8)) == nil)
  }

  @Test func survivesBrokenText() {
    for text in [
      "", "{", "{\"a", "{\"a\"", "{\"a\":", "{\"a\\", "[", "[1", "[1,", "{\"b\":[}", "{]}", "\"\\",
    ] {
      for path in [["a"], ["0"], ["1", "a"], ["b", "0"]] {
        _ = JSONParser.position(of: JSONPointer(path), in: Array(text.utf8))
      }
    }
  }
}
