import Base
import Documents
import Testing

@Suite struct JSONParserTests {
  @Test func keepsOrderAndDigits() throws {
    let text = #"{"b":1.0,"a":[-0.0,12345678901234567890,1e400],"":null}"#
    #expect(JSONWriter.string(try JSONParser.parse(text)) == text)
  }

  @Test(arguments: [
    (#"{"type": "graph" "title": 1}"#, "line 1, column 18: expected a comma or } here"),
    ("[1,\n 2,\n]", "line 3, column 1: expected a value here"),
    (#"{"a":1,"a":2}"#, "line 1, column 8: the member name \"a\" stands twice in one object"),
    (#"["\ud800"]"#, "line 1, column 3: half of a surrogate pair is no character"),
    ("{\"a\": \"open", "line 1, column 7: the string is not closed"),
    ("[01]", "line 1, column 2: a number may not begin with 0"),
    ("{} x", "line 1, column 4: expected the end of the document here"),
  ])
  func saysWhatAndWhere(text: String, message: String) {
    #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(text) }
    do {
      _ = try JSONParser.parse(text)
    } catch {
      #expect("\(error)" == message)
    }
  }

  @Test func findsDuplicatesInLargeObjects() {
    let members = (0..<100).map { "\"k\($0)\":\($0)" } + ["\"k57\":0"]
    #expect(throws: JSONSyntaxError.self) { try JSONParser.parse("{\(members.joined(separator: ","))}") }
  }

  @Test func takesTheLastOfDuplicatesFromElsewhere() throws {
    #expect(try JSONParser.parse(#"{"a":1,"b":2,"a":3}"#, options: .lenient) == ["a": 3, "b": 2])
  }

  @Test func limitsDepth() {
    let text = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
    #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(text) }
  }

  @Test func limitsBytesAndValues() throws {
    var options = JSONParser.Options.lenient
    options.valueLimit = 4
    options.byteLimit = 12
    #expect(try JSONParser.parse("[1,{\"a\":2}]", options: options) == [1, ["a": 2]])
    for (text, problem) in [
      ("[1,[2],[3]]", "line 1, column 8: the text has more than 4 values"),
      ("\"0123456789a\"", "line 1, column 1: the text is longer than 12 bytes"),
    ] {
      do {
        _ = try JSONParser.parse(text, options: options)
        Issue.record("accepted \(text)")
      } catch {
        #expect("\(error)" == problem)
      }
    }
  }

  @Test func skipsAByteOrderMark() throws {
    #expect(try JSONParser.parse("\u{FEFF}[1]") == [1])
    #expect(throws: JSONSyntaxError.self) { try JSONParser.parse("[\u{FEFF}1]") }
  }

  @Test func tellsNamesApartByBytes() throws {
    // The same letter composed and decomposed: equal strings to Swift, two members to JSON.
    let value = try JSONParser.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(value.objectValue?.count == 2)
  }
}

@Suite struct JSONValueTests {
  @Test(arguments: [
    ("1", "1.0", true), ("1e0", "1", true), ("-0", "0", true), ("100", "1e2", true), ("0.1", "0.10", true),
    ("9007199254740993", "9007199254740992", false), ("1e400", "1e401", false), ("1e400", "10e399", true),
    (#"{"a":1,"b":[2]}"#, #"{"b":[2.0],"a":1}"#, true), (#"{"a":1}"#, #"{"a":null}"#, false),
    (#""\u00e9""#, #""e\u0301""#, false),
  ])
  func comparesByValue(one: String, other: String, equal: Bool) throws {
    let left = try JSONParser.parse(one)
    let right = try JSONParser.parse(other)
    #expect((left == right) == equal)
    #expect((left.digest == right.digest) == equal)
  }

  @Test(arguments: [
    ("1.0", "1"), ("1E+2", "100"), ("123e-2", "1.23"), ("0.000001", "0.000001"), ("0.0000001", "1e-7"),
    ("1234567890123456789012", "1.234567890123456789012e+21"), ("-0.0", "0"),
    ("1e999999999999", "1e999999999999"),
  ])
  func hasOneSpellingForEachNumber(text: String, canonical: String) throws {
    #expect(JSONWriter.string(try JSONParser.parse(text), style: .canonical) == canonical)
  }

  @Test func roundsAsServersWithDoublesDo() throws {
    let number = JSONNumber(validLexeme: "12345678901234567890")
    #expect(number.roundedToDouble.lexeme == "12345678901234567000")
  }

  @Test func mapsNumbersWhereverTheyStand() throws {
    let text = #"{"b":[1,"1",[2.0,{"a":3,"c":null}]],"a":true}"#
    let sevens = try JSONParser.parse(text).mapNumbers { _ in JSONNumber(7) }
    #expect(JSONWriter.string(sevens) == #"{"b":[7,"1",[7,{"a":7,"c":null}]],"a":true}"#)
    #expect(JSON.number(JSONNumber(1)).mapNumbers { _ in JSONNumber(7) } == 7)
  }

  @Test func tellsWhichNumberCannotBeMapped() throws {
    struct Odd: Error, Equatable { let lexeme: String }
    let json = try JSONParser.parse(#"{"a":[2,{"b":3}],"c":5}"#)
    #expect(throws: Odd(lexeme: "3")) {
      try json.mapNumbers { (number) throws(Odd) -> JSONNumber in
        if number.intValue?.isMultiple(of: 2) == false { throw Odd(lexeme: number.lexeme) }
        return number
      }
    }
  }

  @Test func writesPretty() {
    #expect(
      JSONWriter.string(["a": [1, "x\n\u{1}"], "b": [:]], style: .pretty) == """
        {
          "a": [
            1,
            "x\\n\\u0001"
          ],
          "b": {}
        }
        """)
  }
}
