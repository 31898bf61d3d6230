import Apply
import Base
import Documents
import GrafanaEmulator
import Plan
import Render
import TestSupport
import Testing

/// Writing to a workspace that does not behave.
@Suite struct WriteTests {
  private static let model: JSON = ["title": "CPU", "description": "from Git"]
  private static let body = DesiredBody.dashboard(DashboardBody(model))

  private func description(_ workspace: WorkspaceFixture, _ uid: String = "cpu") throws -> String? {
    try workspace.get("/api/dashboards/uid/\(uid)")["dashboard"]?["description"]?.stringValue
  }

  // MARK: Trouble that passes

  @Test(arguments: [
    FaultEffect.tooManyRequests(retryAfterSeconds: 2), .badGatewayPage, .cutBefore,
    .status(500, message: "failed to save: database is locked"),
  ])
  func passingTroubleIsTriedAgain(effect: FaultEffect) async throws {
    let workspace = try await WorkspaceFixture("9.3")
    workspace.fault("POST", "/api/dashboards/db", effect, times: 2)
    let action = ApplyFixture.action(.create, .dashboard, "cpu", body: Self.body)
    #expect(await workspace.perform(action, Self.body) == "written 1")
    #expect(workspace.writes.count == 3)
  }

  /// Which answers are refusals, and what they have to do with.
  @Test(arguments: [
    (400, "refused content"), (409, "refused content"), (412, "refused content"), (415, "refused content"),
    (422, "refused content"), (403, "refused access"), (500, "refused fault"), (501, "refused fault"),
    (401, "ended content"),
  ])
  func anAnswerHasACause(status: Int, meaning: String) async throws {
    let workspace = try await WorkspaceFixture("12.4")
    // By either API.
    workspace.fault("POST", "/api*folders", .status(status, message: "no"), times: 99)
    let action = ApplyFixture.action(.create, .folder, "team")
    let failure = await thrown(TargetFailure.self) {
      _ = try await workspace.target.perform(
        action, body: .folder(FolderBody(title: "Team", permissions: nil)), origin: ApplyFixture.origin)
    }
    #expect(failure.map { "\($0.kind) \($0.cause)" } == meaning)
    #expect(
      failure?.remedy
        == [401: "renew the token", 403: "give the token's service account the role Admin"][status])
  }

  @Test func troubleThatDoesNotPassIsGivenUp() async throws {
    let workspace = try await WorkspaceFixture("9.3")
    workspace.fault("POST", "/api/dashboards/db", .status(500, message: "database is locked"), times: 99)
    let action = ApplyFixture.action(.create, .dashboard, "cpu", body: Self.body)
    #expect(
      await workspace.perform(action, Self.body)
        == "passing POST /api/dashboards/db answered 500: database is locked")
    #expect(workspace.writes.count == 4)
  }

  @Test func otherErrorsOfTheServerAreNotTriedAgain() async throws {
    let workspace = try await WorkspaceFixture("9.3")
    workspace.fault("POST", "/api/dashboards/db", .status(500, message: "boom"))
    let action = ApplyFixture.action(.create, .dashboard, "cpu", body: Self.body)
    #expect(
      await workspace.perform(action, Self.body) == "refused POST /api/dashboards/db answered 500: boom")
    #expect(workspace.writes.count == 1)
  }

  /// The answer was lost, the write was not: it is found by reading, and no second version is made.
  @Test(arguments: ["9.3", "12.4"])
  func writeThatTookEffectIsNotRepeated(version: String) async throws {
    let workspace = try await WorkspaceFixture(version)
    workspace.fault("POST", WritePath.dashboards(version), .cutAfter)
    let dashboard = ApplyFixture.action(.create, .dashboard, "cpu", body: Self.body)
    #expect(await workspace.perform(dashboard, Self.body) == "written 1")
    workspace.fault("POST", WritePath.folders(version), .cutAfter)
    let folder = DesiredBody.folder(FolderBody(title: "Team", permissions: nil))
    let made = ApplyFixture.action(.create, .folder, "team", body: folder)
    #expect(await workspace.perform(made, folder).hasPrefix("written"))
    workspace.fault("POST", "/api/datasources", .cutAfter)
    let source = DesiredBody.datasource(
      DatasourceBody(model: JSONObject([("name", "AMP"), ("type", "prometheus"), ("access", "proxy")])))
    let set = ApplyFixture.action(.create, .datasource, "amp", body: source)
    #expect(await workspace.perform(set, source).hasPrefix("written"))
    #expect(workspace.writes.filter { $0.hasPrefix("POST") && $0.hasSuffix(" 0") }.count == 3)
    #expect(try workspace.get("/api/dashboards/uid/cpu")["meta"]?["version"] == 1)
    #expect(try workspace.get("/api/datasources").arrayValue?.count == 1)
    workspace.fault("DELETE", "/api/dashboards/uid/cpu", .cutAfter)
    let gone = ApplyFixture.action(.delete, .dashboard, "cpu")
    // What is gone already is no error, whoever sends the second request.
    _ = await workspace.perform(gone, nil)
    #expect(await workspace.perform(gone, nil) == "written -")
    #expect(workspace.emulator.requests.last?.status == 404)
  }

  @Test func expiredTokenEndsTheCycleAndNamesTheRemedy() async throws {
    let workspace = try await WorkspaceFixture("12.4")
    workspace.emulator.expireTokens()
    let action = ApplyFixture.action(.create, .dashboard, "cpu", body: Self.body)
    #expect(
      await workspace.perform(action, Self.body).hasPrefix(
        "ended GET /apis/dashboard.grafana.app answered 401"))
  }

  // MARK: Others who write

  /// Somebody saved between the look and the write: their version is kept, then ours goes on top of it.
  @Test(arguments: ["9.3", "12.4"])
  func saveOfSomebodyElseInBetweenIsKept(version: String) async throws {
    let workspace = try await WorkspaceFixture(version)
    workspace.save("cpu", "CPU", text: "first")
    workspace.save("cpu", "CPU", text: "theirs")
    let action = ApplyFixture.action(.update, .dashboard, "cpu", body: Self.body, version: 1)
    #expect(await workspace.perform(action, Self.body) == "written 3")
    // From 12 on it is seen before anything is sent.
    #expect(
      workspace.writes
        == (version == "12.4"
          ? ["PUT \(WritePath.dashboards)/cpu 200"]
          : ["POST /api/dashboards/db 412", "POST /api/dashboards/db 200"]))
    #expect(workspace.copies.summaries == ["dashboard/cpu: saved by somebody else during the write"])
    #expect(try description(workspace) == "from Git")
    let copy = try #require(workspace.copies.all.first)
    #expect(try JSONParser.parse(copy.content)["dashboard"]?["description"] == "theirs")
  }

  @Test func dataSourceSavedInBetweenIsKept() async throws {
    let workspace = try await WorkspaceFixture("9.3")
    func body(_ url: String) -> JSON {
      ["uid": "amp", "name": "AMP", "type": "prometheus", "access": "proxy", "url": .string(url)]
    }
    #expect(workspace.act("POST", "/api/datasources", body("http://one")) == 200)
    // The version that is read is one behind by the time of the write.
    workspace.fault(
      "PUT", "/api/datasources/uid/amp",
      .status(409, message: "Datasource has already been updated by someone else"))
    let wanted = DesiredBody.datasource(
      DatasourceBody(
        model: JSONObject([
          ("name", "AMP"), ("type", "prometheus"), ("access", "proxy"), ("url", "http://git"),
        ])))
    let action = ApplyFixture.action(.update, .datasource, "amp", body: wanted)
    // Nobody wrote after all: then it is the name that is taken, and it would be again.
    #expect(
      await workspace.perform(action, wanted)
        == "refused PUT /api/datasources/uid/amp answered 409: Datasource has already been updated by someone else"
    )
    #expect(await workspace.perform(action, wanted) == "written 2")
  }

  /// The request was lost on the way, and before it is repeated somebody saves.
  @Test func dataSourceSavedAfterALostRequestIsKept() async throws {
    let workspace = try await WorkspaceFixture("9.3")
    func body(_ url: String) -> JSON {
      ["uid": "amp", "name": "AMP", "type": "prometheus", "access": "proxy", "url": .string(url)]
    }
    #expect(workspace.act("POST", "/api/datasources", body("http://one")) == 200)
    workspace.fault("PUT", "/api/datasources/uid/amp", .badGatewayPage)
    let emulator = workspace.emulator
    let theirs = JSONWriter.string(body("http://theirs"))
    workspace.time.meanwhile {
      _ = emulator.perform("PUT", "/api/datasources/uid/amp", body: theirs, as: "alice", role: .admin)
    }
    let wanted = DesiredBody.datasource(
      DatasourceBody(
        model: JSONObject([
          ("name", "AMP"), ("type", "prometheus"), ("access", "proxy"), ("url", "http://git"),
        ])))
    let action = ApplyFixture.action(.update, .datasource, "amp", body: wanted)
    #expect(await workspace.perform(action, wanted).hasPrefix("written"))
    #expect(workspace.copies.summaries == ["datasource/amp: saved by somebody else during the write"])
    let copy = try #require(workspace.copies.all.first)
    #expect(try JSONParser.parse(copy.content)["url"] == "http://theirs")
    #expect(copy.isSecret)
    #expect(try workspace.get("/api/datasources/uid/amp")["url"] == "http://git")
  }

  @Test func titleThatIsTakenIsAnErrorAndNothingIsOverwritten() async throws {
    let workspace = try await WorkspaceFixture("9.3")
    workspace.save("theirs", "CPU", text: "theirs")
    let action = ApplyFixture.action(.create, .dashboard, "cpu", body: Self.body)
    #expect(
      await workspace.perform(action, Self.body).hasPrefix("refused POST /api/dashboards/db answered 412"))
    #expect(workspace.writes.count == 1)
    #expect(try description(workspace, "theirs") == "theirs")
    #expect(workspace.act("POST", "/api/folders", ["uid": "other", "title": "Team"]) == 200)
    let folder = DesiredBody.folder(FolderBody(title: "Team", permissions: nil))
    let made = ApplyFixture.action(.create, .folder, "team", body: folder)
    #expect(await workspace.perform(made, folder).hasPrefix("refused POST /api/folders answered 4"))
  }

  // MARK: Copies

  @Test(arguments: ["9.3", "12.4"])
  func whatSomebodyElseMadeIsKeptBeforeItIsOverwrittenOrDeleted(version: String) async throws {
    let workspace = try await WorkspaceFixture(version)
    workspace.act("POST", "/api/folders", ["uid": "team", "title": "Theirs"])
    workspace.save("cpu", "Their board", folder: "team", text: "theirs")
    workspace.act(
      "POST", "/api/datasources", ["uid": "amp", "name": "Theirs", "type": "prometheus", "access": "proxy"])
    let folder = DesiredBody.folder(FolderBody(title: "Team", permissions: nil))
    let source = DesiredBody.datasource(
      DatasourceBody(model: JSONObject([("name", "AMP"), ("type", "prometheus"), ("access", "proxy")])))
    let bodies: [(ObjectKind, String, DesiredBody)] = [
      (.folder, "team", folder), (.dashboard, "cpu", Self.body), (.datasource, "amp", source),
    ]
    for (kind, uid, body) in bodies {
      let parent = kind == .dashboard ? "team" : ""
      let action = ApplyFixture.action(.update, kind, uid, parent: parent, body: body, keepsCopy: true)
      #expect(await workspace.perform(action, body).hasPrefix("written"), "\(kind)")
    }
    #expect(workspace.copies.all.map(\.title) == ["Theirs", "Their board", "Theirs"])
    #expect(workspace.copies.all.map(\.parentUID) == ["", "team", ""])
    for (kind, uid, _) in bodies.reversed() {
      let action = ApplyFixture.action(.delete, kind, uid, keepsCopy: true)
      let result = await workspace.perform(action, nil)
      #expect(result == "written -")
    }
    #expect(workspace.copies.all.count == 6)
  }

  @Test func nothingIsOverwrittenOrDeletedWhereNoCopyCanBeKept() async throws {
    let workspace = try await WorkspaceFixture("12.4", copies: KeptCopies(isFull: true))
    workspace.save("cpu", "CPU", text: "theirs")
    let update = ApplyFixture.action(.update, .dashboard, "cpu", body: Self.body, keepsCopy: true)
    #expect(
      await workspace.perform(update, Self.body)
        == "refused keep a copy of dashboard/cpu: the copy could not be kept, so nothing is overwritten: the disk is full"
    )
    #expect(
      await workspace.perform(ApplyFixture.action(.delete, .dashboard, "cpu", keepsCopy: true), nil)
        .hasPrefix("refused"))
    #expect(workspace.writes == [])
    #expect(try description(workspace) == "theirs")
  }

  // MARK: Secrets

  @Test(arguments: ["9.3", "12.4"])
  func onlySecretsOfOursAreTakenAway(version: String) async throws {
    let workspace = try await WorkspaceFixture(version)
    workspace.act(
      "POST", "/api/datasources",
      [
        "uid": "amp", "name": "AMP", "type": "prometheus", "access": "proxy",
        "secureJsonData": ["theirs": "x"],
      ])
    func write(_ names: String...) async -> String {
      let body = DesiredBody.datasource(
        DatasourceBody(
          model: JSONObject([("name", "AMP"), ("type", "prometheus"), ("access", "proxy")]),
          secrets: Dictionary(uniqueKeysWithValues: names.map { ($0, SecretValue("v")) })))
      return await workspace.perform(ApplyFixture.action(.update, .datasource, "amp", body: body), body)
    }
    func set() throws -> [String] {
      try workspace.get("/api/datasources/uid/amp")["secureJsonFields"]?.objectValue?.keys.sorted() ?? []
    }
    #expect(await write("a", "b").hasPrefix("written"))
    #expect(try set() == ["a", "b", "theirs"])
    #expect(await write("b").hasPrefix("written"))
    #expect(try set() == ["b", "theirs"])
    #expect(await write().hasPrefix("written"))
    #expect(try set() == ["theirs"])
    #expect(try await workspace.memory.parts(of: .object(ApplyFixture.key("amp", .datasource))) == [])
  }
}
