import Apply
import Base
import Documents
import Plan
import Platform
import Render
import TestSupport
import Testing

/// Every kind of copy can be put back, over what is there and where nothing is.
@Suite struct RestoreTests {
  private func copy(_ workspace: WorkspaceFixture, _ key: ObjectKey) async throws -> ObjectCopy {
    try #require(try await workspace.target.copy(key, reason: "for the test"))
  }

  @Test(arguments: ["9.3", "12.4"])
  func dashboard(version: String) async throws {
    let workspace = try await WorkspaceFixture(version)
    workspace.act("POST", "/api/folders", ["uid": "team", "title": "Team"])
    workspace.save("cpu", "CPU", folder: "team", text: "first")
    let copy = try await copy(workspace, ApplyFixture.key("cpu"))
    for isDeleted in [false, true] {
      workspace.save("cpu", "Renamed", text: "second")
      if isDeleted { #expect(workspace.act("DELETE", "/api/dashboards/uid/cpu") == 200) }
      try await workspace.target.restore(copy, message: "restored")
      let now = try workspace.get("/api/dashboards/uid/cpu")
      #expect(now["dashboard"]?["title"] == "CPU")
      #expect(now["dashboard"]?["description"] == "first")
      #expect(now["meta"]?["folderUid"] == "team")
    }
  }

  /// Permissions make no version of a dashboard and a link has an address of its own: neither can be had from elsewhere.
  @Test(arguments: ["9.3", "12.4"])
  func whatBelongsToADashboard(version: String) async throws {
    let workspace = try await WorkspaceFixture(version)
    let (board, link) = ("/api/dashboards/uid/cpu", "/api/dashboards/uid/cpu/public-dashboards")
    let hasLinks = version == "12.4"
    workspace.save("cpu", "CPU", text: "first")
    let viewers: JSON = ["items": [["role": "Viewer", "permission": 1]]]
    #expect(workspace.act("POST", board + "/permissions", viewers) == 200)
    let shared: JSON = [
      "isEnabled": true, "uid": "by-hand", "accessToken": "0123456789abcdef0123456789abcdef",
      "share": "public",
    ]
    if hasLinks { #expect(workspace.act("POST", link, shared) == 200) }
    let copy = try await copy(workspace, ApplyFixture.key("cpu"))
    #expect(copy.isSecret)
    for isDeleted in [false, true] {
      if isDeleted {
        #expect(workspace.act("DELETE", board) == 200)
      } else {
        let editors: JSON = ["items": [["role": "Editor", "permission": 2]]]
        #expect(workspace.act("POST", board + "/permissions", editors) == 200)
        if hasLinks { #expect(workspace.act("DELETE", link + "/by-hand") == 200) }
      }
      try await workspace.target.restore(copy, message: "restored")
      let own = (try workspace.get(board + "/permissions").arrayValue ?? []).filter {
        $0["inherited"] != true
      }
      #expect(own.map { $0["role"] } == ["Viewer"])
      guard hasLinks else { continue }
      #expect(try workspace.get(link)["accessToken"] == shared["accessToken"])
      #expect(try workspace.get(link)["uid"] == "by-hand")
    }
    // What was private becomes so again.
    let open = try await self.copy(workspace, ApplyFixture.key("cpu"))
    if hasLinks { #expect(workspace.act("DELETE", link + "/by-hand") == 200) }
    let closed = try await self.copy(workspace, ApplyFixture.key("cpu"))
    try await workspace.target.restore(open, message: "restored")
    try await workspace.target.restore(closed, message: "restored")
    #expect(workspace.emulator.perform("GET", link, as: "alice", role: .admin).status == 404)
  }

  /// Copies of earlier versions, and what workspaces keep, are the model alone.
  @Test func dashboardAlone() async throws {
    let workspace = try await WorkspaceFixture("12.4")
    workspace.save("cpu", "CPU", text: "second")
    let viewers: JSON = ["items": [["role": "Viewer", "permission": 1]]]
    #expect(workspace.act("POST", "/api/dashboards/uid/cpu/permissions", viewers) == 200)
    let copy = ObjectCopy(
      key: ApplyFixture.key("cpu"), title: "CPU", parentUID: "",
      content: Array(#"{"title": "CPU", "description": "first", "id": 7, "version": 3}"#.utf8), reason: "old")
    try await workspace.target.restore(copy, message: "restored")
    #expect(try workspace.get("/api/dashboards/uid/cpu")["dashboard"]?["description"] == "first")
    let own = try workspace.get("/api/dashboards/uid/cpu/permissions").arrayValue ?? []
    #expect(own.filter { $0["inherited"] != true }.map { $0["role"] } == ["Viewer"])
  }

  @Test(arguments: ["9.3", "12.4"])
  func datasource(version: String) async throws {
    let workspace = try await WorkspaceFixture(version)
    func body(_ url: String) -> JSON {
      [
        "uid": "amp", "name": "AMP", "type": "prometheus", "access": "proxy", "url": .string(url),
        "jsonData": ["httpMethod": "POST"], "secureJsonData": ["password": "p"],
      ]
    }
    #expect(workspace.act("POST", "/api/datasources", body("http://first")) == 200)
    let copy = try await copy(workspace, ApplyFixture.key("amp", .datasource))
    #expect(!String(decoding: copy.content, as: UTF8.self).contains("\"p\""))
    let id = try #require(try workspace.get("/api/datasources/uid/amp")["id"]?.intValue)
    #expect(
      workspace.act(
        "PUT", "/api/datasources/\(id)", ["uid": "amp", "name": "Other", "type": "loki", "access": "proxy"])
        == 200)
    try await workspace.target.restore(copy, message: "restored")
    var now = try workspace.get("/api/datasources/uid/amp")
    #expect([now["name"], now["type"], now["url"]] == ["AMP", "prometheus", "http://first"])
    #expect(now["jsonData"] == ["httpMethod": "POST"])
    #expect(now["secureJsonFields"] == ["password": true])
    #expect(workspace.act("DELETE", "/api/datasources/uid/amp") == 200)
    try await workspace.target.restore(copy, message: "restored")
    now = try workspace.get("/api/datasources/uid/amp")
    #expect([now["name"], now["type"], now["url"]] == ["AMP", "prometheus", "http://first"])
  }

  @Test(arguments: ["9.3", "12.4"])
  func folder(version: String) async throws {
    let workspace = try await WorkspaceFixture(version)
    let isNested = workspace.capabilities.hasNestedFolders
    workspace.act("POST", "/api/folders", ["uid": "top", "title": "Top"])
    workspace.act(
      "POST", "/api/folders",
      isNested ? ["uid": "team", "title": "Team", "parentUid": "top"] : ["uid": "team", "title": "Team"])
    let viewers: JSON = ["items": [["role": "Viewer", "permission": 2]]]
    #expect(workspace.act("POST", "/api/folders/team/permissions", viewers) == 200)
    let copy = try await copy(workspace, ApplyFixture.key("team", .folder))
    for isDeleted in [false, true] {
      if isDeleted {
        #expect(workspace.act("DELETE", "/api/folders/team") == 200)
      } else {
        #expect(workspace.act("PUT", "/api/folders/team", ["title": "Renamed", "overwrite": true]) == 200)
        if isNested { #expect(workspace.act("POST", "/api/folders/team/move", ["parentUid": ""]) == 200) }
        #expect(workspace.act("POST", "/api/folders/team/permissions", ["items": []]) == 200)
      }
      try await workspace.target.restore(copy, message: "restored")
      let now = try workspace.get("/api/folders/team")
      #expect(now["title"] == "Team")
      #expect(now["parentUid"]?.stringValue ?? "" == (isNested ? "top" : ""))
      let permissions = try workspace.get("/api/folders/team/permissions").arrayValue ?? []
      #expect(permissions.contains { $0["role"] == "Viewer" && $0["permission"] == 2 })
    }
  }

  /// What lay in a folder that is gone is not put elsewhere.
  @Test(arguments: [true, false])
  func intoAFolderThatIsGone(isKept: Bool) async throws {
    let workspace = try await WorkspaceFixture("12.4")
    workspace.act("POST", "/api/folders", ["uid": "top", "title": "Top"])
    workspace.act("POST", "/api/folders", ["uid": "team", "title": "Team", "parentUid": "top"])
    workspace.save("cpu", "CPU", folder: "top")
    let copies = [
      try await copy(workspace, ApplyFixture.key("team", .folder)),
      try await copy(workspace, ApplyFixture.key("cpu")),
    ]
    if isKept {
      try await workspace.copies.keep(try await copy(workspace, ApplyFixture.key("top", .folder)))
    }
    #expect(workspace.act("DELETE", "/api/folders/top") == 200)
    workspace.emulator.clearLog()
    for copy in copies {
      let failure = await thrown(TargetFailure.self) {
        try await workspace.target.restore(copy, message: "restored")
      }
      let name = isKept ? "folder \"Top\" (uid top)" : "folder with the uid top"
      #expect(failure?.message == "the \(name), which \(copy.key) lay in, is gone")
      #expect(
        failure?.remedy
          == (isKept
            ? "restore that one first: sluice restore folder/top"
            : "no copy of it is kept; make a folder with that uid first, in Git or in the workspace"))
    }
    #expect(workspace.writes.isEmpty)
  }

  @Test func agentFile() async throws {
    let folder = try TemporaryDirectory()
    let copies = KeptCopies()
    let directory = AgentDirectory(path: folder.path, key: [1], copies: copies)
    try folder.write("second", to: "a/agent.yml")
    let key = ObjectKey(.agentFile, "a/agent.yml")
    let copy = ObjectCopy(
      key: key, title: "a/agent.yml", parentUID: "", content: Array("first".utf8),
      reason: "test")
    try await directory.restore(copy)
    #expect(try FileSystem.read(folder.file("a/agent.yml"), limit: 100) == Array("first".utf8))
    #expect(copies.all.map(\.content) == [Array("second".utf8)])
    #expect(try FileSystem.entry(at: folder.file("a/agent.yml")).map { $0.mode & 0o777 } == 0o600)
  }
}
