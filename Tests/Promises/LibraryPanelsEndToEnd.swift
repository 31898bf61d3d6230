import Documents
import GrafanaEmulator
import Report
import TestSupport
import Testing

/// Library panels and the dashboards that show them, from Git to the workspace and back.
@Suite struct LibraryPanelsEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static let versions = ["8.4", "9.3", "10.1", "10.4", "12.4"]

  private static func panel(
    _ name: String = "usage", title: String = "Usage", folder: String? = "folderRef: team",
    text: String = "one",
    uid: String? = "uid: usage"
  ) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaLibraryPanel
    metadata: {name: \(name), namespace: monitoring}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
    \([uid, folder].compactMap { $0.map { "  \($0)\n" } }.joined())
      json: |
        {"name": "\(title)", "type": "timeseries", "title": "Usage", "datasource": {"type": "prometheus", "uid": "amp"},
         "targets": [{"refId": "A", "expr": "\(text)"}], "options": {"number": 1.0}}
    """
  }

  /// A dashboard that shows it in a row.
  private static func board(showing uid: String = "usage") -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaDashboard
    metadata: {name: board, namespace: monitoring}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
      folderRef: team
      json: |
        {"uid": "board", "title": "Board", "panels": [
          {"id": 1, "type": "row", "title": "Row", "gridPos": {"h": 1, "w": 24, "x": 0, "y": 0}, "panels": [
            {"id": 2, "title": "Shown", "gridPos": {"h": 8, "w": 12, "x": 0, "y": 1},
             "libraryPanel": {"uid": "\(uid)", "name": "Usage"}}]}]}
    """
  }

  private static let start = [
    "team.yaml": Manifest.folder(), "amp.yaml": Manifest.datasource("amp"), "panel.yaml": panel(),
    "board.yaml": board(),
  ]

  private static let path = "/api/library-elements/usage"

  private func element(_ world: World) throws -> JSON { try world.get(Self.path)["result"] ?? .null }

  private func expression(_ world: World) throws -> String? {
    try element(world)["model"]?["targets"]?[0]?["expr"]?.stringValue
  }

  /// Saves a dashboard that shows it, by hand.
  private func show(_ world: World, _ uid: String = "theirs", shows: Bool = true) {
    let panel: JSON = ["id": 1, "gridPos": ["h": 1], "libraryPanel": ["uid": "usage", "name": "Usage"]]
    let status = world.act(
      "POST", "/api/dashboards/db",
      [
        "dashboard": ["uid": .string(uid), "title": "Theirs", "panels": .array(shows ? [panel] : [])],
        "overwrite": true,
      ])
    #expect(status == 200)
  }

  @Test(arguments: versions)
  func comesIntoBeingAndStaysSilent(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    let first = await daemon.cycle()
    #expect(first.problemMessages == [])
    #expect(first.counts.created == 4)
    #expect(try expression(world) == "one")
    #expect(try element(world)["meta"]?["folderUid"] == "team")
    #expect(try element(world)["meta"]?["connectedDashboards"] == 1)
    #expect(await daemon.cycle().isQuiet)
    world.workspace.clearLog()
    #expect(await daemon.cycle().isQuiet)
    #expect(world.workspace.totals.writes == 0)
    await daemon.stop()
  }

  @Test(arguments: versions)
  func changesRenamesAndMovesInPlace(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let id = try element(world)["id"]
    try await world.push([
      "other.yaml": Manifest.folder("other", title: "Other"),
      "panel.yaml": Self.panel(title: "Load", folder: "folderRef: other", text: "two"),
    ])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.deleted == 0)
    let moved = try element(world)
    #expect(moved["name"] == "Load")
    #expect(moved["meta"]?["folderUid"] == "other")
    #expect(moved["id"] == id)
    #expect(try expression(world) == "two")
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// Servers of 8 move nothing to the top level; there it is made anew.
  @Test(arguments: versions)
  func movesToTheTopLevel(version: String) async throws {
    let world = try await World(version: version)
    var files = Self.start
    files["board.yaml"] = nil
    try await world.push(files)
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["panel.yaml": Self.panel(folder: nil)])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(try element(world)["meta"]?["folderUid"] == "")
    #expect(try expression(world) == "one")
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test(arguments: versions)
  func anEditInTheWorkspaceIsPutBackAndKept(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    _ = await daemon.cycle()
    #expect(
      world.act(
        "PATCH", Self.path,
        ["kind": 1, "version": 1, "name": "By hand", "model": ["type": "text", "title": "Edited"]]) == 200)
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.repaired == 1)
    #expect(try element(world)["name"] == "Usage")
    #expect(try expression(world) == "one")
    let copy = try #require(try await daemon.state.store.copies(named: "usage").first)
    try await daemon.reconciler.restore(copy: copy.id)
    #expect(try element(world)["name"] == "By hand")
    #expect(try element(world)["model"]?["title"] == "Edited")
    await daemon.stop()
  }

  /// Without a uid it is found by its name in its folder.
  @Test(arguments: ["8.4", "9.3", "10.1", "12.4"], [true, false])
  func whatIsThereIsTakenOver(version: String, byUID: Bool) async throws {
    let world = try await World(version: version)
    try await world.push(["team.yaml": Manifest.folder(), "amp.yaml": Manifest.datasource("amp")])
    let daemon = try await world.start()
    _ = await daemon.cycle()
    let folder = try world.get("/api/folders/team")["id"] ?? 0
    #expect(
      world.act(
        "POST", "/api/library-elements",
        [
          "uid": "usage", "name": "Usage", "kind": 1, "model": ["type": "text"], "folderUid": "team",
          "folderId": folder,
        ]) == 200)
    try await world.push(["panel.yaml": Self.panel(uid: byUID ? "uid: usage" : nil)])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(report.counts.updated == 1)
    #expect(report.counts.created == 0)
    #expect(try expression(world) == "one")
    #expect(try await daemon.state.store.copies(named: "usage").count == 1)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  @Test(arguments: versions)
  func goesWithItsDashboardsAndComesBackByARevert(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["panel.yaml": nil, "board.yaml": nil])
    let gone = await daemon.cycle()
    #expect(gone.problemMessages == [])
    #expect(gone.counts.deleted == 2)
    #expect(world.status(Self.path) == 404)
    try await world.push(["panel.yaml": Self.panel(), "board.yaml": Self.board()])
    let back = await daemon.cycle()
    #expect(back.problemMessages == [])
    #expect(back.counts.created == 2)
    #expect(try element(world)["meta"]?["connectedDashboards"] == 1)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  /// Another uid is another library panel; the dashboard changes first, and then the old one goes.
  @Test(arguments: ["9.3", "12.4"])
  func anotherUIDReplacesIt(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push([
      "panel.yaml": Self.panel(title: "Load", uid: "uid: load"), "board.yaml": Self.board(showing: "load"),
    ])
    let report = await daemon.cycle()
    #expect(report.problemMessages == [])
    #expect(world.status(Self.path) == 404)
    #expect(world.status("/api/library-elements/load") == 200)
    #expect(await daemon.cycle().isQuiet)
    await daemon.stop()
  }

  // MARK: Connections

  @Test(arguments: versions)
  func staysWhileForeignDashboardsShowIt(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    _ = await daemon.cycle()
    show(world)
    try await world.push(["panel.yaml": nil, "board.yaml": nil])
    let kept = await daemon.cycle()
    #expect(
      kept.problemMessages == [
        "library panel \"Usage\" is no longer in Git but stays: the dashboard \"Theirs\" shows it"
      ])
    #expect(kept.counts.deleted == 1)
    #expect(world.status(Self.path) == 200)
    #expect(await daemon.cycle().counts.deleted == 0)
    show(world, shows: false)
    let free = await daemon.cycle()
    #expect(free.problemMessages == [])
    #expect(free.counts.deleted == 1)
    #expect(world.status(Self.path) == 404)
    await daemon.stop()
  }

  @Test(arguments: ["9.3", "12.4"])
  func staysWhileGitShowsIt(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(Self.start)
    let daemon = try await world.start()
    _ = await daemon.cycle()
    try await world.push(["panel.yaml": nil])
    #expect(
      await daemon.cycle().problemMessages == [
        "the library panel \"Usage\" is no longer in Git under this name, but GrafanaDashboard monitoring/board "
          + "(board.yaml:1) names it: panel \"Shown\"; it stays as it is"
      ])
    #expect(world.status(Self.path) == 200)
    await daemon.stop()
  }

  @Test(arguments: ["9.3", "12.4"])
  func whatIsNotThereIsNamed(version: String) async throws {
    let world = try await World(version: version)
    try await world.push(["team.yaml": Manifest.folder(), "board.yaml": Self.board(showing: "usgae")])
    let daemon = try await world.start()
    #expect(
      await daemon.cycle().problemMessages == [
        "panel \"Shown\" names the library panel usgae, which is neither in the workspace nor in this repository"
      ])
    #expect(world.status("/api/dashboards/uid/board") == 404)
    await daemon.stop()
  }

  /// A data source that the library panel names is not there: it is not made, nor is what shows it; the rest is.
  @Test(arguments: ["9.3", "12.4"])
  func whatCannotBeMadeHoldsItsDashboardsBack(version: String) async throws {
    let world = try await World(version: version)
    var files = Self.start
    files["amp.yaml"] = nil
    files["free.yaml"] = Manifest.dashboard("free")
    try await world.push(files)
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(
      Set(report.problemMessages) == [
        "panel \"Usage\" names the datasource amp, which is neither in the workspace nor in this repository",
        "panel \"Shown\" shows the library panel usage, which is not in the workspace and is not made in this cycle",
      ])
    #expect(report.counts.created == 2)
    #expect(world.status("/api/dashboards/uid/free") == 200)
    #expect(world.status("/api/dashboards/uid/board") == 404)
    await daemon.stop()
  }

  /// A server that refuses the library panel: only what shows it is blocked.
  @Test(arguments: ["9.3", "12.4"])
  func aRefusedOneBlocksOnlyWhatShowsIt(version: String) async throws {
    let world = try await World(version: version)
    var rule = FaultRule(method: "POST", path: "/api/library-elements", .status(400, message: "no"))
    rule.times = 99
    world.workspace.use(FaultPlan([rule]))
    var files = Self.start
    files["free.yaml"] = Manifest.dashboard("free")
    try await world.push(files)
    let daemon = try await world.start()
    let report = await daemon.cycle()
    #expect(report.problemMessages == ["POST /api/library-elements answered 400: no"])
    #expect(report.counts.created == 3)
    #expect(world.status("/api/dashboards/uid/board") == 404)
    #expect(world.status("/api/dashboards/uid/free") == 200)
    await daemon.stop()
  }
}
