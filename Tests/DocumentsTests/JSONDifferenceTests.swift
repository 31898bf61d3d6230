import Documents
import Testing

@Suite struct JSONDifferenceTests {
  private static func told(_ old: String, _ new: String) throws -> [String] {
    JSONDifference.between(try JSONParser.parse(old), try JSONParser.parse(new)).map { difference in
      let places = [difference.oldPointer, difference.newPointer].map { $0?.description ?? "-" }
      let values = [difference.old, difference.new].map { $0.map { JSONWriter.string($0) } ?? "-" }
      return "\(difference.kind) \(places[0]) \(places[1]): \(values[0]) > \(values[1])"
    }
  }

  @Test(
    arguments: [
      ("{}", "{}", []),
      (#"{"a":1,"b":[1]}"#, #"{"b":[1.0],"a":1e0}"#, []),
      ("1", "2", ["changed  : 1 > 2"]),
      (
        #"{"a":1,"b":2,"c":3}"#, #"{"c":4,"a":1,"d":5}"#,
        ["removed /b -: 2 > -", "changed /c /c: 3 > 4", "added - /d: - > 5"]
      ),
      (#"{"a":{"b":null}}"#, #"{"a":{}}"#, ["removed /a/b -: null > -"]),
      (#"{"a/b":[]}"#, #"{"a/b":{}}"#, ["changed /a~1b /a~1b: [] > {}"]),
      ("[1,2,3]", "[1,9,2,3]", ["added - /1: - > 9"]),
      ("[1,2,3,4]", "[1,4]", ["removed /1 -: 2 > -", "removed /2 -: 3 > -"]),
      ("[1,2,3]", "[1,5,3]", ["changed /1 /1: 2 > 5"]),
      ("[1,1]", "[1]", ["removed /1 -: 1 > -"]),
      ("[]", "[1]", ["added - /0: - > 1"]),
      (
        #"[{"id":1,"t":"a"},{"id":2,"t":"b"},{"id":3,"t":"c"}]"#,
        #"[{"id":1,"t":"a"},{"id":9,"t":"n"},{"id":2,"t":"b"},{"id":3,"t":"d"}]"#,
        ["changed /2/t /3/t: \"c\" > \"d\"", #"added - /1: - > {"id":9,"t":"n"}"#]
      ),
      (
        #"[{"refId":"A","e":1},{"refId":"B","e":2},{"refId":"C","e":3}]"#,
        #"[{"refId":"C","e":3},{"refId":"A","e":1},{"refId":"B","e":5}]"#,
        [
          "changed /1/e /2/e: 2 > 5",
          #"moved /2 /0: {"refId":"C","e":3} > {"refId":"C","e":3}"#,
        ]
      ),
      // Two panels have one id: their titles tell them apart.
      (
        #"[{"id":1,"title":"a"},{"id":1,"title":"b"}]"#, #"[{"id":1,"title":"b"}]"#,
        [#"removed /0 -: {"id":1,"title":"a"} > -"#]
      ),
      // Nothing tells them apart: place by place.
      (#"[{"id":1},{"id":1}]"#, #"[{"id":2},{"id":1}]"#, ["changed /0/id /0/id: 1 > 2"]),
      (
        #"[{"id":1},{"id":2}]"#, #"[{"id":"1"},{"id":2}]"#,
        [#"removed /0 -: {"id":1} > -"#, #"added - /0: - > {"id":"1"}"#]
      ),
    ] as [(String, String, [String])])
  func tells(old: String, new: String, expected: [String]) throws {
    #expect(try Self.told(old, new) == expected)
  }

  /// Nothing is told exactly where the documents are equal, and every pointer leads to the value that is told.
  @Test func isEmptyExactlyForEqualDocuments() {
    var random = SeededRandom(seed: 77)
    for _ in 0..<2000 {
      let old = RandomDocument.json(&random, depth: 4)
      let new =
        Bool.random(using: &random) ? RandomDocument.json(&random, depth: 4) : Self.changed(old, &random)
      let differences = JSONDifference.between(old, new)
      #expect(differences.isEmpty == (old == new))
      for difference in differences {
        #expect(difference.oldPointer.flatMap { old[$0] } == difference.old)
        #expect(difference.newPointer.flatMap { new[$0] } == difference.new)
      }
      #expect(JSONDifference.between(old, old).isEmpty)
    }
  }

  private static func changed(_ value: JSON, _ random: inout SeededRandom) -> JSON {
    switch value {
    case .array(var elements) where !elements.isEmpty:
      let index = Int.random(in: elements.indices, using: &random)
      switch Int.random(in: 0...3, using: &random) {
      case 0: elements.remove(at: index)
      case 1: elements.insert(["id": 7], at: index)
      case 2: elements.shuffle(using: &random)
      default: elements[index] = changed(elements[index], &random)
      }
      return .array(elements)
    case .object(var object) where !object.isEmpty:
      let key = object.keys.randomElement(using: &random) ?? ""
      object[key] = object[key].map { changed($0, &random) }
      return .object(object)
    default: return ["id": 1]
    }
  }
}
