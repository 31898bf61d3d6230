import Apply
import Base
import Documents
import GrafanaEmulator
import Plan
import Render
import TestSupport
import Testing

/// Folders and dashboards of Grafana 12, written with the mark of who manages them.
@Suite struct MarkedWriteTests {
  private static func body(_ title: String) -> DesiredBody {
    .dashboard(DashboardBody(["title": .string(title), "schemaVersion": 36, "panels": []]))
  }

  private func annotations(_ workspace: WorkspaceFixture, _ path: String) throws -> [String: String] {
    let found = try workspace.get(path)["metadata"]?["annotations"]?.objectValue ?? JSONObject()
    return Dictionary(
      uniqueKeysWithValues: found.members.map { ($0.key, $0.value.stringValue ?? "") }
    ).filter { $0.key.hasPrefix("grafana.app/m") || $0.key.hasPrefix("grafana.app/s") || $0.key == "theirs" }
  }

  private static let mark = [
    "grafana.app/managedBy": "kubectl", "grafana.app/managerId": "sluice",
    "grafana.app/managerAllowsEdits": "true", "grafana.app/sourcePath": "cpu.yaml",
  ]

  private func action(_ verb: Action.Verb, _ title: String, version: Int? = nil) -> Action {
    ApplyFixture.action(verb, .dashboard, "cpu", body: Self.body(title), version: version)
  }

  /// As it is sent, not brought to the newest schema; what somebody else has noted on it stays.
  @Test func dashboardsSayWhereTheyComeFrom() async throws {
    let workspace = try await WorkspaceFixture("12.4")
    let path = WritePath.dashboards + "/cpu"
    #expect(await workspace.perform(action(.create, "CPU"), Self.body("CPU")) == "written 1")
    var found = try annotations(workspace, path)
    #expect(found.removeValue(forKey: "grafana.app/sourceChecksum")?.count == 64)
    #expect(found.removeValue(forKey: "grafana.app/message")?.isEmpty == false)
    #expect(found == Self.mark)
    #expect(try workspace.get("/api/dashboards/uid/cpu")["dashboard"]?["schemaVersion"] == 36)
    #expect(workspace.writes.count == 1)

    let theirs: JSON = [
      "apiVersion": "dashboard.grafana.app/v0alpha1", "kind": "Dashboard",
      "metadata": ["name": "cpu", "annotations": ["theirs": "x"]], "spec": ["title": "CPU"],
    ]
    #expect(workspace.act("PUT", path, theirs) == 200)
    let version = try #require(try workspace.get(path)["metadata"]?["generation"]?.intValue)
    #expect(
      await workspace.perform(action(.update, "CPU 2", version: version), Self.body("CPU 2"))
        == "written \(version + 1)")
    #expect(try annotations(workspace, path)["theirs"] == "x")
    #expect(try annotations(workspace, path)["grafana.app/managerId"] == "sluice")
    #expect(try workspace.get("/api/dashboards/uid/cpu")["dashboard"]?["title"] == "CPU 2")
  }

  @Test func foldersKeepTheirMarkWhenTheyAreRenamed() async throws {
    let workspace = try await WorkspaceFixture("12.4")
    let path = WritePath.folders + "/team"
    for (verb, title) in [(Action.Verb.create, "Team"), (.update, "Crew")] {
      let body = DesiredBody.folder(FolderBody(title: title, permissions: nil))
      let action = ApplyFixture.action(verb, .folder, "team", body: body)
      #expect(await workspace.perform(action, body).hasPrefix("written"))
      #expect(try workspace.get("/api/folders/team")["title"]?.stringValue == title)
      #expect(try annotations(workspace, path)["grafana.app/managerId"] == "sluice")
    }
  }

  /// A server that stores them otherwise than they are sent gets them by the older API, this one included.
  @Test func anotherContentIsSavedAsBefore() async throws {
    let workspace = try await WorkspaceFixture("12.4")
    workspace.fault(
      "GET", "/api/dashboards/uid/cpu",
      FaultEffect(
        .answer(
          status: 200, contentType: "application/json",
          body:
            #"{"dashboard":{"uid":"cpu","title":"CPU","schemaVersion":42,"version":1},"meta":{"version":1}}"#,
          retryAfterSeconds: nil)))
    #expect(await workspace.perform(action(.create, "CPU"), Self.body("CPU")) == "written 2")
    #expect(
      workspace.writes == ["POST \(WritePath.dashboards) 201", "POST /api/dashboards/db 200"])
    let other = ApplyFixture.action(.create, .dashboard, "other", body: Self.body("Other"))
    #expect(await workspace.perform(other, Self.body("Other")) == "written 1")
    #expect(workspace.writes.last == "POST /api/dashboards/db 200")
  }

  /// A discovery that is kept from the token, or broken, and writes that are listed and not taken.
  @Test(arguments: [
    ("GET", "/apis/*", 403), ("GET", "/apis/*", 500), ("POST", "/apis/*", 404), ("POST", "/apis/*", 405),
  ])
  func withoutThemTheOlderWayIsGone(method: String, path: String, status: Int) async throws {
    let workspace = try await WorkspaceFixture("12.4")
    workspace.fault(method, path, .status(status, message: "no"), times: 100)
    #expect(await workspace.perform(action(.create, "CPU"), Self.body("CPU")) == "written 1")
    let body = DesiredBody.folder(FolderBody(title: "Team", permissions: nil))
    #expect(
      await workspace.perform(ApplyFixture.action(.create, .folder, "team", body: body), body)
        .hasPrefix("written"))
    #expect(workspace.writes.suffix(1) == ["POST /api/folders 200"])
    #expect(workspace.writes.contains("POST /api/dashboards/db 200"))
    // Asked once.
    let before = workspace.writes.count
    let other = ApplyFixture.action(.create, .dashboard, "other", body: Self.body("Other"))
    #expect(await workspace.perform(other, Self.body("Other")) == "written 1")
    #expect(workspace.writes.count == before + 1)
  }

  /// Where both refuse, the next write is tried with the mark again: the trouble was the object's.
  @Test func whatNobodyTakesSwitchesNothingOff() async throws {
    let workspace = try await WorkspaceFixture("12.4")
    let body = DesiredBody.folder(FolderBody(title: "Team", permissions: nil))
    workspace.fault("POST", "*", .status(404, message: "its parent is not there"), times: 2)
    let lost = ApplyFixture.action(.create, .folder, "team", body: body)
    #expect(!(await workspace.perform(lost, body)).hasPrefix("written"))
    #expect(workspace.writes == ["POST \(WritePath.folders) 404", "POST /api/folders 404"])
    let action = ApplyFixture.action(.create, .folder, "crew", body: body)
    #expect(await workspace.perform(action, body).hasPrefix("written"))
    #expect(try annotations(workspace, WritePath.folders + "/crew")["grafana.app/managerId"] == "sluice")
  }

  /// What stays without being ours says so no longer.
  @Test func theMarkGoesWithTheOwnership() async throws {
    let workspace = try await WorkspaceFixture("12.4")
    _ = await workspace.perform(action(.create, "CPU"), Self.body("CPU"))
    try await workspace.target.release(ObjectKey(.dashboard, "cpu"))
    #expect(
      try annotations(workspace, WritePath.dashboards + "/cpu").keys.sorted() == ["grafana.app/message"])
    #expect(try workspace.get("/api/dashboards/uid/cpu")["dashboard"]?["title"] == "CPU")
    try await workspace.target.release(ObjectKey(.dashboard, "gone"))
  }
}
