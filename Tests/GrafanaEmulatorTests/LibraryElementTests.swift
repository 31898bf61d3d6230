import Documents
import GrafanaEmulator
import Testing

@Suite("Library elements of the emulator")
struct LibraryElementTests {
  private static let elements = "/api/library-elements"

  private func make(
    _ uid: String, name: String, folder: String = "", in session: EmulatorSession
  ) async throws -> EmulatorSession.Answer {
    try await session.send(
      "POST", Self.elements,
      [
        "uid": .string(uid), "name": .string(name), "kind": 1, "folderUid": .string(folder),
        "model": ["type": "text", "title": "Shared", "options": ["content": "one"]],
      ])
  }

  /// A dashboard whose library panel stands in a row.
  private func saveDashboard(
    _ uid: String, showing panel: String, in session: EmulatorSession
  ) async throws -> EmulatorSession.Answer {
    let linked: JSON = [
      "id": 2, "title": "Linked", "gridPos": ["h": 3],
      "libraryPanel": ["uid": .string(panel), "name": "Shared"],
    ]
    return try await session.send(
      "POST", "/api/dashboards/db",
      [
        "dashboard": [
          "uid": .string(uid), "title": .string(uid),
          "panels": [["id": 1, "type": "row", "panels": [linked]]],
        ]
      ])
  }

  @Test("keeps a library panel from being deleted while a dashboard shows it, where connections bind")
  func deletion() async throws {
    for (version, status) in [("8.5", 403), ("10.1", 403), ("12.4", 200)] {
      let session = try EmulatorSession(version)
      try await session.send("POST", "/api/folders", ["uid": "f", "title": "F"])
      #expect(try await make("p", name: "P", folder: "f", in: session).status == 200)
      #expect(try await saveDashboard("d", showing: "p", in: session).status == 200)
      let connected = try await session.send("GET", Self.elements + "/p/connections")
      #expect(connected.json["result"]?.arrayValue?.count == 1)
      let list = try await session.send("GET", Self.elements)
      let meta = list.json["result"]?["elements"]?[0]?["meta"]
      #expect(meta?["connectedDashboards"]?.intValue == 1)
      #expect(try await session.send("DELETE", Self.elements + "/p").status == status)
      if status == 403 {
        try await session.send("DELETE", "/api/dashboards/uid/d")
        #expect(try await session.send("DELETE", Self.elements + "/p").status == 200)
      }
      #expect(try await session.send("GET", Self.elements + "/p").status == 404)
    }
  }

  @Test("saves a dashboard whose library panel is missing, and says so where connections bind")
  func missingPanel() async throws {
    for (version, status) in [("9.3", 500), ("12.4", 200)] {
      let session = try EmulatorSession(version)
      #expect(try await saveDashboard("d", showing: "gone", in: session).status == status)
      #expect(try await session.send("GET", "/api/dashboards/uid/d").status == 200)
    }
  }

  @Test("counts a version with every change, an equal one too, and refuses a stale one")
  func versions() async throws {
    for version in ["9.3", "12.4"] {
      let session = try EmulatorSession(version)
      try await session.send("POST", "/api/folders", ["uid": "f", "title": "F"])
      _ = try await make("p", name: "P", folder: "f", in: session)
      let change: JSON = ["kind": 1, "version": 1, "model": ["type": "text", "title": "Other"]]
      let changed = try await session.send("PATCH", Self.elements + "/p", change)
      #expect(changed.json["result"]?["version"]?.intValue == 2)
      let stale = try await session.send("PATCH", Self.elements + "/p", change)
      #expect(stale.status == 412)
      #expect(stale.message == "the library element has been changed by someone else")
      // The answer showed the root, but nothing moved.
      #expect(changed.json["result"]?["folderUid"]?.stringValue == "")
      let read = try await session.send("GET", Self.elements + "/p")
      #expect(read.json["result"]?["folderUid"]?.stringValue == "f")
      #expect(read.json["result"]?["model"]?["description"]?.stringValue == "")
    }
  }

  @Test("fills a dashboard of 8.5 with the content of its library panels, which it does not store")
  func expansion() async throws {
    let session = try EmulatorSession("8.5")
    _ = try await make("p", name: "P", in: session)
    _ = try await saveDashboard("d", showing: "p", in: session)
    func panel() async throws -> JSON? {
      try await session.send("GET", "/api/dashboards/uid/d").json["dashboard"]?["panels"]?[0]?["panels"]?[0]
    }
    let first = try await panel()
    #expect(first?["title"]?.stringValue == "Shared")
    #expect(first?["gridPos"]?["h"]?.intValue == 3)
    #expect(first?["libraryPanel"]?["meta"]?["connectedDashboards"]?.intValue == 1)
    try await session.send(
      "PATCH", Self.elements + "/p", ["kind": 1, "version": 1, "model": ["type": "text", "title": "Other"]])
    #expect(try await panel()?["title"]?.stringValue == "Other")
  }

  @Test("lists what is asked for, by name")
  func list() async throws {
    let session = try EmulatorSession("12.4")
    try await session.send("POST", "/api/folders", ["uid": "f", "title": "F"])
    for (uid, name, folder) in [("c", "Gamma", "f"), ("a", "Alpha", ""), ("b", "Beta", "f")] {
      _ = try await make(uid, name: name, folder: folder, in: session)
    }
    let rows = [
      ("", ["a", "b", "c"]), ("?folderFilterUIDs=f", ["b", "c"]), ("?searchString=et", ["b"]),
      ("?perPage=2&page=2", ["c"]), ("?sortDirection=alpha-desc&kind=1", ["c", "b", "a"]), ("?kind=2", []),
    ]
    for (query, uids) in rows {
      let answer = try await session.send("GET", Self.elements + query)
      let found = answer.json["result"]?["elements"]?.arrayValue?.compactMap { $0["uid"]?.stringValue }
      #expect(found == uids, "\(query)")
    }
    try await session.send("DELETE", "/api/folders/f")
    let left = try await session.send("GET", Self.elements)
    #expect(left.json["result"]?["totalCount"]?.intValue == 1)
  }
}
