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
      key: key, title: "a/agent.yml", parentUID: "", content: Array("first".utf8), isSecret: true,
      reason: "test")
    try await directory.restore(copy)
    #expect(try FileSystem.read(folder.file("a/agent.yml"), limit: 100) == Array("first".utf8))
    #expect(copies.all.map(\.content) == [Array("second".utf8)])
    #expect(try FileSystem.entry(at: folder.file("a/agent.yml")).map { $0.mode & 0o777 } == 0o600)
  }
}
