import Documents
import Grafana
import Render
import TestSupport
import Testing

/// When a data source is as wanted.
@Suite struct DatasourceFormTests {
  private func differences(
    _ wanted: JSON, _ stored: JSON, isManifestChanged: Bool = false
  ) throws -> [String] {
    let (one, other) = DatasourceForm.compared(
      wanted: try #require(wanted.objectValue), stored: try #require(stored.objectValue),
      isManifestChanged: isManifestChanged)
    return DatasourceChanges.describe(from: other.json, to: one.json, hiddenPaths: []).map(\.summary)
  }

  @Test(
    arguments: [
      // What is written must be there as it is written.
      (["pplEnabled": false], ["a": 1], ["a removed", "pplEnabled added"]),
      (["a": "", "b": 1], ["b": 1], ["a added"]),
      (["a": ["b": false]], ["a": ["c": 1]], ["a.c removed", "a.b added"]), (["a": 1], ["a": 2], ["a"]),
      (["a": .null, "b": 1], ["b": 1], []),
      // What is left open must not be there, but for what the page writes that is off.
      (["b": 1], ["a": 1, "b": 1], ["a removed"]),
      (["b": 1], ["tlsAuth": false, "note": "", "list": [], "map": ["x": false], "b": 1], []),
      (["a": ["b": 1]], ["a": ["b": 1, "c": false]], []),
      (["a": ["b": 1]], ["a": ["b": 1, "c": true]], ["a.c removed"]),
      // Off is not the same as absent for these.
      (["b": 1], ["b": 1, "pplEnabled": false], ["pplEnabled removed"]),
      (["b": 1], ["b": 1, "manageAlerts": false], ["manageAlerts removed"]),
    ] as [(JSON, JSON, [String])])
  func settings(wanted: JSON, stored: JSON, changes: [String]) throws {
    #expect(try differences(["jsonData": wanted], ["jsonData": stored]) == changes)
  }

  /// What is off may be what the commit before had switched off.
  @Test func changedManifestTakesBackWhatIsOff() throws {
    #expect(
      try differences(
        ["jsonData": ["a": 1]], ["jsonData": ["a": 1, "tlsAuth": false]], isManifestChanged: true)
        == ["tlsAuth removed"])
  }

  @Test func fieldsOfTheAPI() throws {
    let stored: JSON = [
      "id": 7, "version": 3, "name": "n", "url": "", "basicAuth": false, "isDefault": true, "jsonData": [:],
      "secureJsonFields": ["a": true],
    ]
    #expect(try differences(["name": "n"], stored) == [])
    #expect(try differences(["name": "n", "isDefault": false], stored) == ["isDefault removed"])
    #expect(try differences(["name": "m", "url": "x"], stored) == ["name", "url added"])
  }

  // MARK: Workspaces that have converted Prometheus (reference section 13.1)

  private static let wanted: JSON = [
    "name": "AMP", "type": "prometheus",
    "url": "https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1",
    "jsonData": ["sigV4Auth": true, "sigV4Region": "eu-west-1"],
  ]

  private static func converted(_ more: JSONObject = JSONObject()) -> JSON {
    var object = wanted.objectValue ?? JSONObject()
    object["type"] = "grafana-amazonprometheus-datasource"
    var settings = object["jsonData"]?.objectValue ?? JSONObject()
    for member in more.members { settings[member.key] = member.value }
    object["jsonData"] = .object(settings)
    return .object(object)
  }

  @Test(arguments: [JSONObject(), JSONObject([("prometheus-type-migration", true)])])
  func convertedTypeIsKeptAndNoDrift(mark: JSONObject) throws {
    let stored = Self.converted(mark)
    for isChanged in [false, true] {
      #expect(try differences(Self.wanted, stored, isManifestChanged: isChanged) == [])
    }
    let wanted = try #require(Self.wanted.objectValue)
    let stock = try #require(stored.objectValue)
    #expect(DatasourceForm.isConverted(wanted: wanted, stored: stock))
    let sent = DatasourceForm.toSend(wanted, over: stock)
    #expect(sent["type"] == "grafana-amazonprometheus-datasource")
    #expect(sent["jsonData"]?["prometheus-type-migration"] == mark["prometheus-type-migration"])
    #expect(DatasourceForm.toSend(wanted, over: nil)["type"] == "prometheus")
  }

  @Test func otherChangesOfAConvertedOneAreDrift() throws {
    #expect(
      try differences(Self.wanted, Self.converted(JSONObject([("sigV4Region", "us-east-1")]))) == [
        "sigV4Region"
      ])
  }

  @Test func prometheusWithoutSigV4IsNotConverted() throws {
    let plain: JSON = ["name": "p", "type": "prometheus"]
    let stored: JSON = ["name": "p", "type": "grafana-amazonprometheus-datasource"]
    #expect(try differences(plain, stored) == ["type"])
  }
}
