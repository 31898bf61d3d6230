import Documents
import Grafana
import Render
import TestSupport
import Testing

/// What was sent to real servers and what they gave back is one library panel to us, and a change of it is another.
@Suite(.enabled(if: SharedData.isPresent("grafana-recordings/12.4.0")))
struct LibraryPanelFormTests {
  private static let versions = ["8.4.11", "8.5.9", "9.3.2", "9.4.0-pre", "10.1.5", "12.4.0"]

  private func exchanges(_ version: String) throws -> [String: (sent: JSON, answer: JSON)] {
    let bytes = try SharedData.bytes("grafana-recordings/\(version)/library_elements.jsonl")
    var found: [String: (sent: JSON, answer: JSON)] = [:]
    for line in bytes.split(separator: 0x0A) {
      let json = try JSONParser.parse(Array(line), options: .lenient)
      found[json["step"]?.stringValue ?? ""] = (
        json["request"]?["body"] ?? .null, json["response"]?["body"] ?? .null
      )
    }
    return found
  }

  private func wanted(_ sent: JSON) throws -> JSONObject {
    LibraryPanelModel.content(
      name: sent["name"]?.stringValue ?? "", model: try #require(sent["model"]?.objectValue))
  }

  /// What was created and changed, against the reads after it.
  @Test(arguments: versions)
  func comesBackAsItWasSent(version: String) throws {
    let exchanges = try exchanges(version)
    for (write, read) in [("create", "get"), ("patch-same", "get-after")] {
      let sent = try wanted(try #require(exchanges[write]?.sent))
      let answer = try #require(exchanges[read]?.answer["result"])
      let panel = try #require(RemoteLibraryPanel(answer))
      #expect(panel.folderUID == "rec-lf", "\(version)")
      let (one, other) = LibraryPanelForm.compared(sent, LibraryPanelForm.content(of: panel))
      #expect(one == other, "\(version) \(write)")
      var changed = sent
      changed["description"] = "Another"
      let difference = LibraryPanelForm.compared(changed, LibraryPanelForm.content(of: panel))
      #expect(difference.wanted != difference.stored)
    }
    #expect(RemoteLibraryPanel(exchanges["get-after"]?.answer["result"] ?? .null)?.version == 3)
  }

  /// Only panels are listed, whatever else the library holds.
  @Test(arguments: versions)
  func listsPanels(version: String) throws {
    let rows = try #require(try exchanges(version)["list"]?.answer["result"]?["elements"]?.arrayValue)
    let panels = rows.compactMap { RemoteLibraryPanel($0) }
    #expect(Set(panels.map(\.uid)).isSuperset(of: ["rec-lib-g", "rec-lib-n"]))
    #expect(!panels.contains { $0.uid == "rec-lib-v" })
    #expect(panels.first { $0.uid == "rec-lib-g" }?.folderUID == "")
  }

  /// Servers of 8 give a dashboard back with all that its library panel shows.
  @Test(arguments: versions)
  func aDashboardWithALibraryPanelComesBackAsItWasSent(version: String) throws {
    let exchanges = try exchanges(version)
    let sent = DashboardForm.content(of: try #require(exchanges["connect"]?.sent["dashboard"]))
    let stored = DashboardForm.content(
      of: try #require(exchanges["connected-dashboard"]?.answer["dashboard"]))
    #expect(DashboardForm.isEquivalent(wanted: sent, stored: stored) == !version.hasPrefix("8."))
    #expect(
      DashboardForm.isEquivalent(
        wanted: DashboardForm.namingLibraryPanels(sent), stored: DashboardForm.namingLibraryPanels(stored)))
    #expect(DashboardForm.libraryPanels(in: stored) == ["rec-lib"])
    let other = sent.merging(patch: ["panels": []])
    #expect(
      !DashboardForm.isEquivalent(
        wanted: DashboardForm.namingLibraryPanels(other), stored: DashboardForm.namingLibraryPanels(stored)))
  }

  /// Every server reads the model into doubles (Grafana, syncFieldsWithModel).
  @Test func roundedNumbersAreTheSame() {
    let wanted: JSON = ["name": "A", "options": ["a": 12_345_678_901_234_567, "b": 1]]
    let stored: JSON = ["name": "A", "options": ["a": 12_345_678_901_234_568, "b": 1]]
    let (one, other) = LibraryPanelForm.compared(
      wanted.objectValue ?? JSONObject(), stored.objectValue ?? JSONObject())
    #expect(one == other)
  }

  @Test func panelsInRowsAreFound() {
    let model: JSON = [
      "panels": [
        ["type": "row", "panels": [["libraryPanel": ["uid": "a"], "title": "T", "id": 2]]],
        ["libraryPanel": ["uid": "b", "name": "B"], "gridPos": ["h": 1], "type": "text"], ["type": "text"],
      ]
    ]
    #expect(DashboardForm.libraryPanels(in: model) == ["a", "b"])
    #expect(
      DashboardForm.namingLibraryPanels(model) == [
        "panels": [
          ["type": "row", "panels": [["libraryPanel": ["uid": "a"], "id": 2]]],
          ["libraryPanel": ["uid": "b"], "gridPos": ["h": 1]], ["type": "text"],
        ]
      ])
  }
}
