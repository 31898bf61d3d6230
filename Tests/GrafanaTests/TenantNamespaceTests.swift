import Base
import Documents
import Grafana
import GrafanaEmulator
import Testing

/// Organisations beside the first have namespaces of their own, and a server serves a token no other.
@Suite struct TenantNamespaceTests {
  private static let answer: JSON = [
    "metadata": [
      "name": "a", "generation": 1, "resourceVersion": "7",
      "annotations": ["grafana.app/managedBy": "kubectl", "grafana.app/managerId": "sluice"],
    ],
    "spec": ["title": "Team"], "rows": [], "items": [],
  ]

  private func rule(_ method: String, bodyText: String? = nil) -> FaultRule {
    var rule = FaultRule(
      method: method, path: "/apis/*/namespaces/org-2/*",
      FaultEffect(
        .answer(
          status: 200, contentType: "application/json", body: JSONWriter.string(Self.answer),
          retryAfterSeconds: nil)))
    rule.bodyText = bodyText
    return rule
  }

  @Test func foldersAndDashboardsLieThere() async throws {
    let emulator = try GrafanaEmulator(version: "12.4", adminPassword: SecretValue("secret"))
    defer { emulator.stop() }
    let token = emulator.makeToken(named: "sluice", role: .admin)
    let session = try SessionFixture.session(emulator.url, token: token, namespace: "org-2")
    // Objects say it too, but a patch has nothing to say.
    let said = #""namespace":"org-2""#
    emulator.use(
      FaultPlan([
        rule("GET"), rule("POST", bodyText: said), rule("PUT", bodyText: said), rule("PATCH"),
      ]))
    let mark = ManagedMark(sourcePath: "a.yaml", sourceChecksum: "1")
    for kind in [ListedKind.folders, .dashboards] {
      #expect(try await session.listVersion(of: kind) == "7")
      #expect(try await session.list(kind).resourceVersion == "7")
      try await session.removeMark(kind, name: "a")
    }
    for version in [nil, 1] {
      #expect(
        try await session.saveMarkedDashboard(
          ["title": "A"], uid: "a", version: version, folderUID: "", mark: mark, message: "") == 1)
    }
    let folder = try await session.createMarkedFolder(uid: "a", title: "Team", parentUID: "", mark: mark)
    #expect(try await session.renameMarkedFolder(folder, to: "Crew", mark: mark).title == "Crew")
    #expect(try await session.trashedDashboard("b") == nil)
    let targets = emulator.requests.map(\.target)
    #expect(targets.filter { !$0.contains("/namespaces/org-2/") } == [])
    #expect(emulator.requests.count { $0.method == "POST" } == 2)
    #expect(emulator.requests.count { $0.method == "PUT" } == 2)
    #expect(emulator.requests.count { $0.method == "PATCH" } == 2)
  }
}
