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
