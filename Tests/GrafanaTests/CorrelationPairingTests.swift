import Base
import Documents
import Grafana
import Testing

/// Which stored correlation each wanted one is, and what is said of the others.
@Suite struct CorrelationPairingTests {
  private static func model(
    _ label: String, to target: String = "traces", field: String = "id", query: String = "one"
  ) -> JSONObject {
    let config: JSON = ["field": .string(field), "target": ["query": .string(query)]]
    return JSONObject([
      ("label", .string(label)), ("description", ""), ("type", "query"), ("targetUID", .string(target)),
      ("config", config),
    ])
  }

  /// As servers up to 10 show it, or newer ones.
  private static func stored(
    _ uid: String, _ model: JSONObject, isNew: Bool = true, extra: JSON = [:]
  ) throws -> RemoteCorrelation {
    var row = JSON.object(model).merging(patch: ["uid": .string(uid), "sourceUID": "logs"])
    row =
      isNew
      ? row.merging(patch: ["orgId": 1, "provisioned": false])
      : row.merging(patch: ["type": .null, "config": ["type": "query"]])
    return try #require(RemoteCorrelation(row.merging(patch: extra)))
  }

  private func pairing(
    _ wanted: [JSONObject], _ stored: [RemoteCorrelation], ours: Set<String> = []
  ) -> CorrelationPairing {
    CorrelationPairing(wanted, stored: stored, remembered: ours)
  }

  private func texts(_ pairing: CorrelationPairing) -> [String] {
    (CorrelationChanges.describe(pairing) + CorrelationChanges.strangers(pairing)).map { change in
      change.before.map { "\(change.summary): \($0) → \(change.after ?? "")" } ?? change.summary
    }
  }

  @Test func readsTheFormsOfAllServers() throws {
    for isNew in [true, false] {
      let found = try Self.stored("a", Self.model("L"), isNew: isNew)
      #expect(found.type == "query")
      #expect(found.config["type"] == nil)
      let pairing = pairing([Self.model("L")], [found], ours: ["a"])
      #expect(pairing.isAsWanted)
      #expect(pairing.shown == CorrelationPairing.digest([Self.model("L")]))
      #expect(texts(pairing) == [])
    }
    // What is empty is left out by some.
    let empty = try Self.stored("a", Self.model("L"), extra: ["config": ["transformations": []]])
    #expect(pairing([Self.model("L")], [empty], ours: ["a"]).isAsWanted)
    #expect(RemoteCorrelation(["sourceUID": "logs"]) == nil)
  }

  /// Servers leave out the empty members of a transformation and keep the numbers of a target as doubles.
  @Test func whatAServerStoresOtherwiseIsAsWanted() throws {
    func model(_ config: JSON) -> JSONObject {
      var model = Self.model("L")
      model["config"] = config
      return model
    }
    let wanted = model([
      "field": "id",
      "target": ["query": "one", "since": .number(JSONNumber(validLexeme: "12345678901234567890"))],
      "transformations": [
        ["type": "regex", "expression": "(a)", "field": "", "mapValue": ""],
        ["type": "logfmt", "field": "b"],
      ],
    ])
    let shown = model([
      "field": "id",
      "target": ["query": "one", "since": .number(JSONNumber(validLexeme: "12345678901234567000"))],
      "transformations": [
        ["type": "regex", "expression": "(a)"], ["type": "logfmt", "field": "b"],
      ],
    ])
    let found = try Self.stored("a", shown)
    #expect(pairing([wanted], [found], ours: ["a"]).isAsWanted)
    #expect(texts(pairing([wanted], [found], ours: ["a"])) == [])
    // Another value is one.
    let other = model([
      "field": "id", "target": ["query": "one", "since": 7], "transformations": [["type": "logfmt"]],
    ])
    #expect(!pairing([other], [found], ours: ["a"]).isAsWanted)
  }

  @Test func oursComeBeforeOthersAndEqualOnesBeforeAlikeOnes() throws {
    let found = [
      try Self.stored("theirs", Self.model("L")), try Self.stored("a", Self.model("L", query: "two")),
      try Self.stored("b", Self.model("M")),
    ]
    let paired = pairing([Self.model("M"), Self.model("L")], found, ours: ["a", "b"])
    #expect(paired.pairs.map { $0.stored?.uid } == ["b", "a"])
    #expect(paired.foreign.map(\.uid) == ["theirs"])
    #expect(paired.givenUp.isEmpty)
    #expect(
      texts(paired) == [
        #"correlation "L": target.query: two → one"#, #"correlation "L" is not from Git; it stays"#,
      ])
  }

  @Test func anotherLabelIsTheSameOneAndAnotherTargetIsNot() throws {
    let found = [try Self.stored("a", Self.model("L"))]
    let renamed = pairing([Self.model("New")], found, ours: ["a"])
    #expect(renamed.pairs.map { $0.stored?.uid } == ["a"])
    #expect(texts(renamed) == [#"correlation "L": label: L → New"#])
    let moved = pairing([Self.model("L", to: "other")], found, ours: ["a"])
    #expect(moved.pairs.map { $0.stored?.uid } == [nil])
    #expect(moved.givenUp.map(\.uid) == ["a"])
    #expect(texts(moved) == [#"correlation "L" added"#, #"correlation "L" removed"#])
  }

  @Test func othersAreTakenByLabelAndTargetOnly() throws {
    let found = [try Self.stored("x", Self.model("L")), try Self.stored("y", Self.model("Else"))]
    let paired = pairing([Self.model("L"), Self.model("New")], found)
    #expect(paired.pairs.map { $0.stored?.uid } == ["x", nil])
    #expect(paired.uids == ["x"])
    #expect(
      texts(paired) == [
        #"correlation "L" taken over"#, #"correlation "New" added"#,
        #"correlation "Else" is not from Git; it stays"#,
      ])
  }

  @Test func whatIsFromFilesIsNeverAsWanted() throws {
    let found = [try Self.stored("x", Self.model("L"), extra: ["provisioned": true])]
    let paired = pairing([Self.model("L")], found)
    #expect(paired.pairs.map(\.isLocked) == [true])
    #expect(!paired.isAsWanted)
    #expect(texts(paired) == [#"correlation "L" is from files of the server, and cannot be changed"#])
  }
}
