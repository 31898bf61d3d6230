import Documents
import Grafana
import TestSupport
import Testing

/// What was sent to real servers and what they gave back is the same thing to us, and a change of it is not.
@Suite(.enabled(if: SharedData.isPresent("grafana-recordings/12.4.0")))
struct RecordedFormTests {
  /// An exchange of a recording.
  private struct Exchange {
    let step: String
    let sent: JSON
    let status: Int
    let answer: JSON
  }

  private static let versions = ["8.4.11", "9.3.2", "9.4.0-pre", "10.1.5", "12.4.0"]

  private func exchanges(_ version: String, _ scenario: String) throws -> [String: Exchange] {
    let bytes = try SharedData.bytes("grafana-recordings/\(version)/\(scenario).jsonl")
    var found: [String: Exchange] = [:]
    for line in bytes.split(separator: 0x0A) {
      let json = try JSONParser.parse(Array(line), options: .lenient)
      let step = json["step"]?.stringValue ?? ""
      found[step] = Exchange(
        step: step, sent: json["request"]?["body"] ?? .null,
        status: json["response"]?["status"]?.intValue ?? 0,
        answer: json["response"]?["body"] ?? .null)
    }
    return found
  }

  @Test(arguments: versions)
  func datasourcesOfAWSComeBackAsTheyWereSent(version: String) throws {
    let exchanges = try exchanges(version, "datasources_aws")
    var compared = 0
    for (step, created) in exchanges where step.hasPrefix("create-") && created.status == 200 {
      let name = step.dropFirst("create-".count)
      guard let read = exchanges["get-uid-\(name)"], read.status == 200 else { continue }
      // The default that 12.4 gives the first data source unasked is left to it where the manifest says nothing.
      let sent = try #require(created.sent.objectValue).filter { $0 != "isDefault" }
      let (wanted, stored) = DatasourceForm.compared(
        wanted: sent, stored: try #require(read.answer.objectValue), isManifestChanged: true)
      #expect(wanted == stored, "\(version) \(step)")
      var other = sent
      other["url"] = "https://elsewhere.example.org"
      let changed = DatasourceForm.compared(
        wanted: other, stored: try #require(read.answer.objectValue), isManifestChanged: false)
      #expect(changed.wanted != changed.stored)
      compared += 1
    }
    #expect(compared >= 10)
  }

  @Test(arguments: versions)
  func dashboardsComeBackAsTheyWereSent(version: String) throws {
    let exchanges = try exchanges(version, "dashboards")
    let sent = try #require(exchanges["create"]?.sent["dashboard"])
    let read = try #require(exchanges["get"]?.answer["dashboard"])
    let wanted = DashboardForm.content(of: sent)
    let stored = DashboardForm.content(of: read)
    #expect(DashboardForm.isEquivalent(wanted: wanted, stored: stored))
    var other = try #require(wanted.objectValue)
    other["title"] = "Another"
    #expect(!DashboardForm.isEquivalent(wanted: .object(other), stored: stored))
  }
}
