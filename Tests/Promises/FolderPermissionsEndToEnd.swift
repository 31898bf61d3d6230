import Documents
import Report
import TestSupport
import Testing

/// What lies in a folder is shown to those whom the folder is for, or not at all.
@Suite struct FolderPermissionsEndToEnd {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private static func folder(_ permissions: String) -> String {
    Manifest.folder(extra: "permissions: '{\"items\": [\(permissions)]}'")
  }

  @Test(arguments: ["9.3", "12.4"])
  func nothingIsPublishedInAFolderThatIsOpen(version: String) async throws {
    let world = try await World(version: version)
    try await world.push([
      "team.yaml": Self.folder("{\"teamId\": 4711, \"permission\": 1}"),
      "board.yaml": Manifest.dashboard("board", folder: "folderUID: team"),
    ])
    let daemon = try await world.start()
    for _ in 0..<3 {
      #expect(await daemon.cycle().state == .failure)
      #expect(world.status("/api/dashboards/uid/board") == 404)
      #expect(world.status("/api/folders/team") == 404)
    }
    try await world.push(["team.yaml": Self.folder("{\"role\": \"Editor\", \"permission\": 2}")])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(world.status("/api/dashboards/uid/board") == 200)
    await daemon.stop()
  }

  /// Grafana 8 stores them; later ones refuse them by themselves.
  @Test func usersWhomNobodyKnowsAreNamed() async throws {
    let world = try await World(version: "8.4")
    try await world.push(["team.yaml": Self.folder("{\"userId\": 4711, \"permission\": 1}")])
    let daemon = try await world.start()
    let messages = await daemon.cycle().problemMessages
    #expect(messages.count == 1)
    #expect(messages.first?.contains("the workspace has no user with the number 4711") == true)
    #expect(world.status("/api/folders/team") == 404)
    await daemon.stop()
  }

  /// A dashboard with permissions of its own, too.
  @Test(arguments: ["9.3", "12.4"])
  func noDashboardIsShownToEverybody(version: String) async throws {
    let world = try await World(version: version)
    let board = Manifest.dashboard("board")
    func push(_ permissions: String) async throws {
      let annotation = "annotations: {sluice.dev/permissions: '{\"items\": [\(permissions)]}'}"
      try await world.push([
        "team.yaml": Manifest.folder(),
        "board.yaml": board.replacing("name: board, ", with: "name: board, \(annotation), "),
      ])
    }
    try await push("{\"teamId\": 4711, \"permission\": 1}")
    let daemon = try await world.start()
    for _ in 0..<3 {
      #expect(await daemon.cycle().problemMessages.count == 1)
      #expect(world.status("/api/dashboards/uid/board") == 404)
    }
    try await push("{\"role\": \"Editor\", \"permission\": 2}")
    #expect(await daemon.cycle().problemMessages == [])
    #expect(world.status("/api/dashboards/uid/board") == 200)
    // Once people see it, it is not taken from them.
    try await push("{\"teamId\": 4711, \"permission\": 1}")
    #expect(await daemon.cycle().problemMessages.count == 1)
    #expect(world.status("/api/dashboards/uid/board") == 200)
    await daemon.stop()
  }

  /// What people had given to a folder and a dashboard, and what the server gives to new ones, comes back with a revert.
  @Test(arguments: ["9.3", "12.4"])
  func theOnesFromBeforeComeBack(version: String) async throws {
    let world = try await World(version: version)
    #expect(world.act("POST", "/api/folders", ["uid": "hand", "title": "Hand"]) == 200)
    let own: JSON = ["items": [["role": "Editor", "permission": 1]]]
    #expect(world.act("POST", "/api/folders/hand/permissions", own) == 200)
    let hand = Manifest.folder("hand", title: "Hand")
    let open = [
      "hand.yaml": hand, "team.yaml": Manifest.folder(),
      "board.yaml": Manifest.dashboard("board", folder: "folderUID: hand"),
    ]
    func shown() throws -> [String] {
      try ["/api/folders/hand", "/api/folders/team", "/api/dashboards/uid/board"].map { path in
        let rows = try world.get(path + "/permissions").arrayValue ?? []
        return rows.filter { $0["inherited"] != true && $0["role"]?.stringValue != nil }.map {
          "\($0["role"]?.stringValue ?? "") \($0["permission"]?.intValue ?? 0)"
        }.sorted().joined(separator: ", ")
      }
    }
    try await world.push(open)
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    let before = try shown()
    let items = "{\"items\": [{\"role\": \"Viewer\", \"permission\": 2}]}"
    let annotation = "annotations: {sluice.dev/permissions: '\(items)'}"
    for round in 0..<2 {
      try await world.push([
        "hand.yaml": hand + "\n  permissions: '\(items)'",
        "team.yaml": Self.folder("{\"role\": \"Viewer\", \"permission\": 2}"),
        "board.yaml": open["board.yaml"]?.replacing("name: board, ", with: "name: board, \(annotation), "),
      ])
      #expect(await daemon.cycle().problemMessages == [])
      #expect(try shown() == ["Viewer 2", "Viewer 2", "Viewer 2"])
      if round == 1 { continue }
      try await world.push(open)
      let report = await daemon.cycle()
      #expect(report.problemMessages == [])
      #expect(report.counts.updated == 3)
      #expect(try shown() == before)
      world.workspace.clearLog()
      #expect(await daemon.cycle().state == .success)
      #expect(world.workspace.totals.writes == 0)
      // From now on they are the workspace's own again.
      #expect(world.act("POST", "/api/folders/hand/permissions", ["items": []]) == 200)
      try await world.push(["hand.yaml": hand.replacing("title: Hand", with: "title: Hands")])
      #expect(await daemon.cycle().problemMessages == [])
      #expect(try shown()[0].isEmpty)
    }
    await daemon.stop()
  }

  /// What is made at the top level is open to the same people, whichever API it is made by.
  @Test func newOnesHaveThePermissionsOfTheirKind() async throws {
    let world = try await World()
    try await world.push([
      "team.yaml": Manifest.folder(), "board.yaml": Manifest.dashboard("board", folder: nil),
    ])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    for path in ["/api/folders/team", "/api/dashboards/uid/board"] {
      let rows = try world.get(path + "/permissions").arrayValue ?? []
      #expect(Set(rows.compactMap { $0["role"]?.stringValue }) == ["Editor", "Viewer"], "\(path)")
    }
    await daemon.stop()
  }

  /// What an object had before it was deleted is not put upon the one that takes its place.
  @Test func nothingComesBackToAnObjectThatWasMadeAnew() async throws {
    let world = try await World()
    let board = Manifest.dashboard("board", folder: nil)
    let items = "{\"items\": [{\"role\": \"Viewer\", \"permission\": 2}]}"
    let annotation = "annotations: {sluice.dev/permissions: '\(items)'}"
    try await world.push(["board.yaml": board])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push([
      "board.yaml": board.replacing("name: board, ", with: "name: board, \(annotation), ")
    ])
    #expect(await daemon.cycle().problemMessages == [])
    #expect(world.act("DELETE", "/api/dashboards/uid/board") == 200)
    try await world.push(["board.yaml": board])
    #expect(await daemon.cycle().problemMessages == [])
    let own: JSON = ["items": [["role": "Editor", "permission": 2]]]
    #expect(world.act("POST", "/api/dashboards/uid/board/permissions", own) == 200)
    try await world.push(["board.yaml": Manifest.dashboard("board", title: "Other", folder: nil)])
    #expect(await daemon.cycle().problemMessages == [])
    let rows = try world.get("/api/dashboards/uid/board/permissions").arrayValue ?? []
    #expect(rows.compactMap { $0["role"]?.stringValue } == ["Editor"])
    await daemon.stop()
  }

  /// Who has left since does not keep the others from getting theirs back.
  @Test func whoIsGoneIsLeftOut() async throws {
    let world = try await World()
    let team = Manifest.folder()
    #expect(world.act("POST", "/api/folders", ["uid": "team", "title": "Team"], as: "eve") == 200)
    try await world.push(["team.yaml": team])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push(["team.yaml": Self.folder("{\"role\": \"Editor\", \"permission\": 2}")])
    #expect(await daemon.cycle().problemMessages == [])
    let users = try world.get("/api/org/users").arrayValue ?? []
    let eve = try #require(users.first { $0["login"] == "eve" }?["userId"]?.intValue)
    #expect(
      world.workspace.perform("DELETE", "/api/admin/users/\(eve)", as: "admin", role: .admin).status == 200)
    try await world.push(["team.yaml": team])
    #expect(await daemon.cycle().problemMessages == [])
    let rows = try world.get("/api/folders/team/permissions").arrayValue ?? []
    #expect(Set(rows.compactMap { $0["role"]?.stringValue }) == ["Editor", "Viewer"])
    await daemon.stop()
  }

  /// A folder that is there already and cannot get its permissions keeps what it holds, and gets nothing more.
  @Test(arguments: ["9.3", "12.4"])
  func nothingMoreIsPutIntoIt(version: String) async throws {
    let world = try await World(version: version)
    try await world.push([
      "team.yaml": Manifest.folder(), "first.yaml": Manifest.dashboard("first", folder: "folderUID: team"),
    ])
    let daemon = try await world.start()
    #expect(await daemon.cycle().problemMessages == [])
    try await world.push([
      "team.yaml": Self.folder("{\"teamId\": 4711, \"permission\": 1}"),
      "second.yaml": Manifest.dashboard("second", folder: "folderUID: team"),
    ])
    for _ in 0..<3 {
      #expect(await daemon.cycle().state == .failure)
      #expect(world.status("/api/dashboards/uid/second") == 404)
    }
    #expect(world.status("/api/dashboards/uid/first") == 200)
    await daemon.stop()
  }
}
