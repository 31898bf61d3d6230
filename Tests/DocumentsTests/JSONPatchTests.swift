import Documents
import Testing

@Suite struct JSONPatchTests {
  /// RFC 6902 appendix A, in its order, and further cases of the same rules.
  @Test(arguments: [
    (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"baz":"qux","foo":"bar"}"#),
    (
      #"{"foo":["bar","baz"]}"#, #"[{"op":"add","path":"/foo/1","value":"qux"}]"#,
      #"{"foo":["bar","qux","baz"]}"#
    ),
    (#"{"baz":"qux","foo":"bar"}"#, #"[{"op":"remove","path":"/baz"}]"#, #"{"foo":"bar"}"#),
    (#"{"foo":["bar","qux","baz"]}"#, #"[{"op":"remove","path":"/foo/1"}]"#, #"{"foo":["bar","baz"]}"#),
    (
      #"{"baz":"qux","foo":"bar"}"#, #"[{"op":"replace","path":"/baz","value":"boo"}]"#,
      #"{"baz":"boo","foo":"bar"}"#
    ),
    (
      #"{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}"#,
      #"[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]"#,
      #"{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}"#
    ),
    (
      #"{"foo":["all","grass","cows","eat"]}"#, #"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#,
      #"{"foo":["all","cows","eat","grass"]}"#
    ),
    (
      #"{"baz":"qux","foo":["a",2,"c"]}"#,
      #"[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]"#,
      #"{"baz":"qux","foo":["a",2,"c"]}"#
    ),
    (
      #"{"foo":"bar"}"#, #"[{"op":"add","path":"/child","value":{"grandchild":{}}}]"#,
      #"{"foo":"bar","child":{"grandchild":{}}}"#
    ),
    (
      #"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux","xyz":123}]"#,
      #"{"foo":"bar","baz":"qux"}"#
    ),
    (#"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":10}]"#, #"{"/":9,"~1":10}"#),
    (
      #"{"foo":["bar"]}"#, #"[{"op":"add","path":"/foo/-","value":["abc","def"]}]"#,
      #"{"foo":["bar",["abc","def"]]}"#
    ),
    (#"{"a":1}"#, #"[{"op":"add","path":"/a","value":2}]"#, #"{"a":2}"#),
    (#"{"a":1}"#, #"[{"op":"add","path":"","value":[1]}]"#, "[1]"),
    (#"{"a":1}"#, #"[{"op":"replace","path":"","value":null}]"#, "null"),
    (
      #"{"a":[1,{"b":2}]}"#,
      #"[{"op":"copy","from":"/a/1","path":"/c"},{"op":"replace","path":"/c/b","value":3}]"#,
      #"{"a":[1,{"b":2}],"c":{"b":3}}"#
    ),
    (#"[1]"#, #"[{"op":"add","path":"/1","value":2},{"op":"add","path":"/0","value":0}]"#, "[0,1,2]"),
    (#"{"a":{"b":1}}"#, #"[{"op":"move","from":"/a","path":"/a"}]"#, #"{"a":{"b":1}}"#),
    (#"{"a":1}"#, #"[{"op":"test","path":"/a","value":1.0}]"#, #"{"a":1}"#),
  ])
  func patches(document: String, patch: String, expected: String) throws {
    let result = try JSONPatch(try JSONParser.parse(patch)).apply(to: try JSONParser.parse(document))
    let wanted = try JSONParser.parse(expected)
    #expect(result == wanted)
  }

  @Test(arguments: [
    (
      #"{"baz":"qux"}"#, #"[{"op":"test","path":"/baz","value":"bar"}]"#,
      "operation 1, /baz: the value is not the one that the test expects"
    ),
    (
      #"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz/bat","value":"qux"}]"#,
      "operation 1, /baz: there is no such member"
    ),
    (
      #"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":"10"}]"#,
      "operation 1, /~01: the value is not the one that the test expects"
    ),
    (
      #"{"a":[1]}"#, #"[{"op":"test","path":"/a/0","value":1},{"op":"add","path":"/a/2","value":1}]"#,
      "operation 2, /a/2: the list has the places 0 to 0 only"
    ),
    (#"{"a":[]}"#, #"[{"op":"remove","path":"/a/0"}]"#, "operation 1, /a/0: the list is empty"),
    (
      #"{"a":[1]}"#, #"[{"op":"replace","path":"/a/-","value":1}]"#,
      "operation 1, /a/-: the list has the places 0 to 0 only"
    ),
    (#"{"a":"x"}"#, #"[{"op":"add","path":"/a/b","value":1}]"#, "operation 1, /a/b: a string has no members"),
    (#"{"a":"x"}"#, #"[{"op":"remove","path":"/a/b"}]"#, "operation 1, /a/b: a string has no members"),
    (
      #"{"a":{"b":1}}"#, #"[{"op":"move","from":"/a","path":"/a/b/c"}]"#,
      "operation 1, /a/b/c: a value cannot be moved into itself"
    ),
    (#"{"a":1}"#, #"[{"op":"copy","from":"/b","path":"/c"}]"#, "operation 1, /b: there is no such member"),
    ("{}", #"{"op":"add"}"#, "operation 1: a patch is a list of operations, not an object"),
    ("{}", "[1]", "operation 1: an operation is an object, not a number"),
    ("{}", #"[{"path":"/a"}]"#, "operation 1: op is missing or no string"),
    (
      "{}", #"[{"op":"spam","path":"/a"}]"#,
      #"operation 1: op "spam" is none of add, remove, replace, move, copy, test"#
    ),
    ("{}", #"[{"op":"add","value":1}]"#, "operation 1: path is missing or no string"),
    ("{}", #"[{"op":"add","path":"/a"}]"#, "operation 1: value is missing"),
    ("{}", #"[{"op":"move","path":"/a"}]"#, "operation 1: from is missing or no string"),
    (
      "{}", #"[{"op":"remove","path":"a"}]"#,
      #"operation 1: path is no JSON pointer: "a" (it begins with /, and ~ is written ~0)"#
    ),
  ])
  func refuses(document: String, patch: String, message: String) throws {
    do {
      _ = try JSONPatch(try JSONParser.parse(patch)).apply(to: try JSONParser.parse(document))
      Issue.record("accepted")
    } catch let error as JSONPatchError {
      #expect(error.description == message)
    }
  }

  /// RFC 7386 section 3 and appendix A.
  @Test(arguments: [
    (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
    (#"{"a":"b"}"#, #"{"a":null}"#, "{}"), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
    (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
    (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
    (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
    (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#), (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#),
    (#"{"a":"foo"}"#, "null", "null"),
    (#"{"a":"foo"}"#, #""bar""#, #""bar""#), (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
    ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
    ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    (
      #"{"title":"Goodbye!","author":{"givenName":"John","familyName":"Doe"},"tags":["example","sample"],"content":"This will be unchanged"}"#,
      #"{"title":"Hello!","phoneNumber":"+01-123-456-7890","author":{"familyName":null},"tags":["example"]}"#,
      #"{"title":"Hello!","author":{"givenName":"John"},"tags":["example"],"content":"This will be unchanged","phoneNumber":"+01-123-456-7890"}"#
    ),
  ])
  func merges(document: String, patch: String, expected: String) throws {
    #expect(
      try JSONParser.parse(document).merging(patch: try JSONParser.parse(patch))
        == (try JSONParser.parse(expected)))
  }
}
