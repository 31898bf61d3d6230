import Documents
import Grafana
import Testing

/// When a dashboard is as wanted.
@Suite struct DashboardFormTests {
  @Test(
    arguments: [
      (["a": 1], ["a": 2], false), (["a": 1], ["a": 1, "b": .null], false),
      (["a": [1, 2]], ["a": [2, 1]], false), (["a": "1"], ["a": 1], false),
    ] as [(JSON, JSON, Bool)])
  func values(wanted: JSON, stored: JSON, isEqual: Bool) {
    #expect(DashboardForm.isEquivalent(wanted: wanted, stored: stored) == isEqual)
  }

  @Test func numbersAreComparedByWhatTheyAre() throws {
    let whole = try JSONParser.parse(Array(#"{"a":1}"#.utf8))
    let decimal = try JSONParser.parse(Array(#"{"a":1.0}"#.utf8))
    #expect(DashboardForm.isEquivalent(wanted: whole, stored: decimal))
  }

  /// What only the import of a dashboard reads is neither sent nor missed.
  @Test func whatAnImportReadsIsNoContent() {
    let stored: JSON = [
      "id": 7, "uid": "a", "version": 3, "iteration": 5, "title": "T", "__inputs": [],
      "__requires": [["id": "x"]],
      "__elements": [:], "gnetId": 1860,
    ]
    #expect(DashboardForm.content(of: stored) == ["title": "T", "gnetId": 1860])
  }

  /// 12.4 keeps integers beyond 2^53 as doubles (reference section 14).
  @Test func longNumbersAreRoundedByServers() throws {
    let wanted = try JSONParser.parse(Array(#"{"n":12345678901234567890}"#.utf8))
    let rounded = try JSONParser.parse(Array(#"{"n":12345678901234567000}"#.utf8))
    let other = try JSONParser.parse(Array(#"{"n":12345678901234000000}"#.utf8))
    #expect(DashboardForm.isEquivalent(wanted: wanted, stored: rounded))
    #expect(!DashboardForm.isEquivalent(wanted: wanted, stored: other))
  }

  /// The migration of a workspace rewrites references to a data source whose type it has converted (section 13.1).
  @Test(
    arguments: [
      ("prometheus", "amp", "grafana-amazonprometheus-datasource", "amp", true),
      ("prometheus", "amp", "grafana-amazonprometheus-datasource", "other", false),
      ("prometheus", "amp", "loki", "amp", false),
      ("loki", "amp", "grafana-amazonprometheus-datasource", "amp", false),
      ("grafana-amazonprometheus-datasource", "amp", "prometheus", "amp", false),
    ] as [(String, String, String, String, Bool)])
  func references(type: String, uid: String, storedType: String, storedUID: String, isEqual: Bool) {
    func model(_ type: String, _ uid: String) -> JSON {
      ["panels": [["datasource": ["type": .string(type), "uid": .string(uid)], "title": "CPU"]]]
    }
    #expect(
      DashboardForm.isEquivalent(wanted: model(type, uid), stored: model(storedType, storedUID)) == isEqual)
  }

  @Test func bookkeepingIsNoContent() {
    let stored: JSON = [
      "id": 7, "uid": "cpu", "version": 3, "iteration": 9, "title": "CPU", "schemaVersion": 38,
    ]
    #expect(DashboardForm.content(of: stored) == ["title": "CPU", "schemaVersion": 38])
  }
}
