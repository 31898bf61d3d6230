import Apply
import Base
import Documents
import Grafana
import GrafanaEmulator
import HTTP
import Plan
import Platform
import Render
import Synchronization
import TestSupport
import Testing

/// Library panels in a workspace that does not behave, or that others work in.
@Suite struct LibraryPanelWriteTests {
  private static let versions = ["8.4", "9.3", "10.1", "12.4"]
  private static let uid = "usage"
  private static let path = "/api/library-elements/usage"

  private static func body(_ text: String = "from Git", name: String = "Usage") -> DesiredBody {
    .document(
      DocumentBody(
        JSONObject([("name", .string(name)), ("type", "text"), ("description", .string(text))])))
  }

  private func action(
    _ verb: Action.Verb, _ body: DesiredBody? = nil, name: String = "Usage", parent: String = "",
    keepsCopy: Bool = false, version: Int? = nil
  ) -> Action {
    ApplyFixture.action(
      verb, .libraryPanel, Self.uid, title: name, parent: parent, body: body, keepsCopy: keepsCopy,
      version: version)
  }

  private func workspace(_ version: String) async throws -> WorkspaceFixture {
    let workspace = try await WorkspaceFixture(version)
    workspace.act("POST", "/api/folders", ["uid": "team", "title": "Team"])
    workspace.act("POST", "/api/folders", ["uid": "other", "title": "Other"])
    #expect(await workspace.perform(action(.create, Self.body(), parent: "team"), Self.body()) == "written 1")
    return workspace
  }

  private func element(_ workspace: WorkspaceFixture) throws -> JSON {
    try workspace.get(Self.path)["result"] ?? .null
  }

  /// Saves a dashboard that shows the library panel, in a row.
  private func connect(_ workspace: WorkspaceFixture, _ uid: String = "board", title: String = "Board") {
    let panel: JSON = ["id": 2, "gridPos": ["h": 1], "libraryPanel": ["uid": "usage", "name": "Usage"]]
    let answer = workspace.act(
      "POST", "/api/dashboards/db",
      [
        "dashboard": [
          "uid": .string(uid), "title": .string(title),
          "panels": [["id": 1, "type": "row", "panels": [panel]]],
        ]
      ])
    #expect(answer == 200)
  }

  @Test(arguments: versions)
  func createsChangesAndMoves(version: String) async throws {
    let workspace = try await workspace(version)
    var element = try element(workspace)
    #expect(element["name"] == "Usage")
    #expect(element["meta"]?["folderUid"] == "team")
    #expect(element["model"] == ["type": "text", "description": "from Git"])
    let moved = Self.body("changed", name: "Renamed")
    #expect(
      await workspace.perform(action(.move, moved, name: "Renamed", parent: "other", version: 1), moved)
        == "written 2")
    element = try self.element(workspace)
    #expect(element["name"] == "Renamed")
    #expect(element["meta"]?["folderUid"] == "other")
    #expect(element["model"]?["description"] == "changed")
    #expect(workspace.copies.all.isEmpty)
  }

  /// Somebody saved it after it was looked at: their work is kept.
  @Test(arguments: versions)
  func whatSomebodySavedMeanwhileIsKept(version: String) async throws {
    let workspace = try await workspace(version)
    #expect(
      workspace.act(
        "PATCH", Self.path,
        ["kind": 1, "version": 1, "name": "Usage", "model": ["type": "text", "description": "theirs"]]) == 200
    )
    let mine = Self.body("mine")
    #expect(
      await workspace.perform(action(.update, mine, parent: "team", version: 1), mine) == "written 3")
    #expect(workspace.copies.summaries == ["library panel/usage: saved by somebody else before the write"])
    #expect(try element(workspace)["model"]?["description"] == "mine")
    #expect(String(decoding: workspace.copies.all[0].content, as: UTF8.self).contains("theirs"))
    #expect(workspace.copies.all[0].isSecret)
  }

  /// Between the read and the write: 412, and the write is made upon what is there.
  @Test(arguments: versions)
  func aConflictIsWrittenUponAndKept(version: String) async throws {
    let workspace = try await workspace(version)
    let emulator = workspace.emulator
    workspace.fault("PATCH", Self.path, .status(503, message: "busy"))
    workspace.time.meanwhile {
      _ = emulator.perform(
        "PATCH", Self.path,
        body:
          #"{"kind": 1, "version": 1, "name": "Usage", "model": {"type": "text", "description": "theirs"}}"#,
        as: "alice", role: .admin)
    }
    let mine = Self.body("mine")
    #expect(
      await workspace.perform(action(.update, mine, parent: "team", version: 1), mine) == "written 3")
    #expect(workspace.copies.summaries == ["library panel/usage: saved by somebody else during the write"])
    #expect(try element(workspace)["model"]?["description"] == "mine")
  }

  /// An answer that is lost: the write has taken effect, and whoever sends it once more is told that it is there.
  @Test func aWriteWhoseAnswerIsLostIsNotRepeated() async throws {
    let workspace = try await WorkspaceFixture("12.4")
    workspace.fault("POST", "/api/library-elements", .cutAfter)
    #expect(await workspace.perform(action(.create, Self.body()), Self.body()) == "written 1")
    #expect(workspace.writes.first == "POST /api/library-elements 0")
    #expect(try element(workspace)["version"] == 1)
  }

  /// 12.4 answers 403 to a change of what is gone.
  @Test(arguments: versions)
  func whatIsGoneMeanwhileIsMadeAnew(version: String) async throws {
    let workspace = try await workspace(version)
    let emulator = workspace.emulator
    workspace.fault("PATCH", Self.path, .status(version == "12.4" ? 403 : 404, message: "no"))
    workspace.time.meanwhile {}
    #expect(emulator.perform("DELETE", Self.path, as: "alice", role: .admin).status == 200)
    #expect(
      await workspace.perform(action(.update, Self.body(), parent: "team", version: 1), Self.body())
        == "written 1")
    #expect(try element(workspace)["meta"]?["folderUid"] == "team")
  }

  @Test(arguments: ["9.3", "10.1"])
  func aNameThatIsTakenIsAConflict(version: String) async throws {
    let workspace = try await workspace(version)
    workspace.act(
      "POST", "/api/library-elements",
      ["uid": "x", "name": "Taken", "kind": 1, "model": ["type": "text"], "folderUid": "team"])
    let body = Self.body(name: "Taken")
    #expect(
      await workspace.perform(action(.update, body, name: "Taken", parent: "team", version: 1), body)
        == "refused PATCH /api/library-elements/usage answered 400: library element with that name or UID already exists"
    )
  }

  // MARK: Deletion

  @Test(arguments: versions)
  func isDeletedWithACopy(version: String) async throws {
    let workspace = try await workspace(version)
    #expect(await workspace.perform(action(.delete, keepsCopy: true), nil) == "written -")
    #expect(workspace.emulator.perform("GET", Self.path, as: "alice", role: .admin).status == 404)
    #expect(workspace.copies.all.map(\.parentUID) == ["team"])
    try await workspace.target.restore(workspace.copies.all[0], message: "restored")
    #expect(try element(workspace)["meta"]?["folderUid"] == "team")
    #expect(try element(workspace)["model"] == ["type": "text", "description": "from Git"])
  }

  /// From 12 on the server would delete it without a word.
  @Test(arguments: versions)
  func isNotDeletedWhileDashboardsShowIt(version: String) async throws {
    let workspace = try await workspace(version)
    connect(workspace)
    #expect(try await workspace.target.users(of: ObjectKey(.libraryPanel, Self.uid)).map(\.uid) == ["board"])
    #expect(
      await workspace.perform(action(.delete), nil)
        == "refused DELETE /api/library-elements/usage: the dashboard \"Board\" shows it; it stays")
    connect(workspace, "second", title: "Second")
    #expect(
      await workspace.perform(action(.delete), nil)
        == "refused DELETE /api/library-elements/usage: the dashboards \"Board\", \"Second\" show it; it stays"
    )
    #expect(workspace.writes.allSatisfy { !$0.hasPrefix("DELETE") })
    workspace.act("DELETE", "/api/dashboards/uid/board")
    workspace.act("DELETE", "/api/dashboards/uid/second")
    #expect(await workspace.perform(action(.delete), nil) == "written -")
  }

  /// The server's own refusal is no matter of the token's role.
  @Test func theServersRefusalIsNotOneOfAccess() async throws {
    let workspace = try await workspace("10.1")
    workspace.fault("DELETE", Self.path, .status(403, message: "the library element has connections"))
    let failure = await thrown(TargetFailure.self) {
      _ = try await workspace.target.perform(action(.delete), body: nil, origin: ApplyFixture.origin)
    }
    #expect(failure?.cause == .content)
  }

  // MARK: Top level

  /// A server that takes an empty folder for none, as all do whose store leaves out empty values.
  private final class Reluctant: Sendable {
    let log = Mutex<[String]>([])
    let isShown: Bool
    init(isShown: Bool) { self.isShown = isShown }

    func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Step {
      let line = "\(request.method) \(request.target)"
      let isMade = log.withLock { log in
        if request.method != "GET" { log.append(line) }
        return log.contains { $0.hasPrefix("POST") }
      }
      let element = { (folder: String) in
        #"{"result": {"uid": "usage", "name": "Usage", "kind": 1, "version": 2, "folderUid": "\#(folder)", "model": {}}}"#
      }
      switch line {
      case "GET /api/library-elements/usage/connections":
        return .answer(200, isShown ? #"{"result": [{"connectionUid": "board"}]}"# : #"{"result": []}"#)
      case "GET /api/dashboards/uid/board":
        return .answer(
          200,
          #"{"dashboard": {"title": "Board", "panels": [{"libraryPanel": {"uid": "usage"}}]}, "meta": {"version": 1}}"#
        )
      case "GET \(LibraryPanelWriteTests.path)", "PATCH \(LibraryPanelWriteTests.path)":
        return .answer(200, element(isMade ? "" : "team"))
      case "DELETE \(LibraryPanelWriteTests.path)": return .answer(200, "{}")
      default: return .answer(200, element(""))
      }
    }
  }

  private func toTopLevel(isShown: Bool) async throws -> (outcome: String, writes: [String]) {
    let reluctant = Reluctant(isShown: isShown)
    let server = try LoopbackServer { [reluctant.answer($0)] }
    let session = GrafanaSession(
      GrafanaSession.Settings(
        url: try HTTPURL(server.url), authorization: .bearer(SecretValue("t")), timeout: .seconds(600),
        scrub: { $0 }), client: HTTPClient(), time: ImpatientTime(), random: FixedRandom(0))
    let capabilities = ServerCapabilities(ServerVersion(12, 4))
    let target = WorkspaceTarget(
      session, capabilities: capabilities, observer: WorkspaceObserver(session, capabilities: capabilities),
      marked: MarkedWrites(session, capabilities: capabilities), copies: KeptCopies(),
      memory: RememberedParts(), access: AccessRemedies(token: "the token"),
      digestKey: [1])
    do throws(TargetFailure) {
      let written = try await target.perform(
        action(.move, Self.body(), version: 2), body: Self.body(), origin: ApplyFixture.origin)
      return ("written \(written.version ?? 0)", reluctant.log.withLock { $0 })
    } catch {
      return (error.message, reluctant.log.withLock { $0 })
    }
  }

  @Test func leavesItsFolderByBeingMadeAnew() async throws {
    let (outcome, writes) = try await toTopLevel(isShown: false)
    #expect(outcome == "written 2")
    #expect(
      writes == ["PATCH \(Self.path)", "DELETE \(Self.path)", "POST /api/library-elements"])
  }

  @Test func doesNotLeaveItsFolderWhileDashboardsShowIt() async throws {
    let (outcome, writes) = try await toTopLevel(isShown: true)
    #expect(
      outcome
        == "PATCH /api/library-elements/usage: this server moves no library panel to the top level that "
        + "dashboards show; the dashboard \"Board\" shows it, and it stays in its folder")
    #expect(writes == ["PATCH \(Self.path)"])
  }
}
