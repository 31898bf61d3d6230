import Documents
import GrafanaEmulator
import HTTPServer
import TestSupport
import Testing

@Suite("Dashboards of the emulator")
struct DashboardTests {
  @Test("counts versions as each store does")
  func versions() async throws {
    // Create, equal save, another equal save, equal save with another message, change.
    for (version, numbers, rows) in [("9.3", [1, 2, 3, 4, 5], 5), ("12.4", [1, 2, 2, 2, 3], 4)] {
      let session = try EmulatorSession(version)
      var seen: [Int] = []
      for (text, message) in [("a", "m"), ("a", "m"), ("a", "m"), ("a", "n"), ("b", "n")] {
        let saved = try await session.save("d", title: "D", text: text, message: message)
        seen.append(saved.json["version"]?.intValue ?? 0)
      }
      #expect(seen == numbers)
      let list = try await session.send("GET", "/api/dashboards/uid/d/versions").json
      #expect((list["versions"] ?? list).arrayValue?.count == rows)
    }
  }

  @Test("keeps the last twenty versions", arguments: ["9.3", "12.4"])
  func historyLimit(_ version: String) async throws {
    let session = try EmulatorSession(version)
    for number in 1...25 { try await session.save("d", title: "D", text: String(number)) }
    let list = try await session.send("GET", "/api/dashboards/uid/d/versions").json
    let numbers = (list["versions"] ?? list).arrayValue?.compactMap { $0["version"]?.intValue }
    #expect(numbers == Array((6...25).reversed()))
    #expect(
      try await session.send("GET", "/api/dashboards/uid/d/versions/6").json["data"]?["description"] == "6")
    #expect(try await session.send("GET", "/api/dashboards/uid/d/versions/5").status == 500)
  }

  @Test("writes numbers back as each version does")
  func numbers() async throws {
    let body = """
      {"dashboard": {"uid": "n", "title": "N", "list": [1.0, -0.0, 1e3, 0.10, 12345678901234567890, 1e21, 1e-7]}}
      """
    for (version, list) in [
      ("9.3", "[1.0,-0.0,1e3,0.10,12345678901234567890,1e21,1e-7]"),
      ("12.4", "[1,0,1000,0.1,12345678901234567000,1e+21,1e-7]"),
    ] {
      let session = try EmulatorSession(version)
      let parsed = try JSONParser.parse(body, options: .lenient)
      #expect(try await session.send("POST", "/api/dashboards/db", parsed).status == 200)
      let text = try await session.send("GET", "/api/dashboards/uid/n").text
      #expect(text.contains("\"list\":\(list),"), "\(version): \(text)")
    }
  }

  @Test("sorts members and puts those of the row in their places", arguments: ["9.3", "12.4"])
  func members(_ version: String) async throws {
    let session = try EmulatorSession(version)
    let sent: JSON = [
      "dashboard": [
        "zebra": ["b": 1, "a": 2], "version": 0, "title": " T ", "uid": "u", "id": .null, "alpha": [],
      ]
    ]
    let saved = try await session.send("POST", "/api/dashboards/db", sent)
    let id = saved.json["id"]?.intValue ?? 0
    let text = try await session.send("GET", "/api/dashboards/uid/u").text
    let body =
      #"{"alpha":[],"id":\#(id),"title":"T","uid":"u","version":1,"zebra":{"a":2,"b":1}}"#
    #expect(text.hasSuffix(#""dashboard":\#(body)}"#), "\(text)")
  }

  @Test("lets a taken title hit the other dashboard up to 9.3 and nobody later")
  func titleClash() async throws {
    for (version, status, uid) in [("9.3", 412, "one"), ("12.4", 200, "two")] {
      let session = try EmulatorSession(version)
      try await session.save("one", title: "Same")
      #expect(try await session.save("two", title: "SAME", overwrite: false).status == status)
      #expect(try await session.save("two", title: "same").json["uid"]?.stringValue == uid)
    }
  }

  @Test("answers inputs of an import")
  func importInputs() async throws {
    let session = try EmulatorSession("12.4")
    let sent: JSON = [
      "dashboard": ["uid": "i", "title": "I", "panels": [["datasource": "${DS_A}", "title": "of ${DS_A}"]]],
      "inputs": [["name": "DS_A", "type": "datasource", "pluginId": "prometheus", "value": "amp"]],
      "overwrite": true,
    ]
    #expect(try await session.send("POST", "/api/dashboards/import", sent).status == 200)
    let panel = try await session.send("GET", "/api/dashboards/uid/i").json["dashboard"]?["panels"]?[0]
    #expect(panel == ["datasource": "amp", "title": "of amp"])
  }

  @Test("saves from several clients at once without losing one", arguments: ["9.3", "12.4"])
  func concurrent(_ version: String) async throws {
    let session = try EmulatorSession(version)
    let port = session.emulator.address.port
    let authorization = session.authorization
    try await withThrowingTaskGroup(of: Void.self) { group in
      for client in 0..<6 {
        group.addTask {
          let connection = LoopbackClient(port: port)
          for number in 0..<20 {
            let name = "d-\(client)-\(number)"
            let body = #"{"dashboard": {"uid": "\#(name)", "title": "\#(name)"}}"#
            let answer = try await connection.send(
              "POST", "/api/dashboards/db",
              headers: [("Authorization", authorization), ("Content-Type", "application/json")],
              body: Array(body.utf8))
            #expect(answer.status == 200)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await session.send("GET", "/api/search?limit=5000").json.arrayValue?.count == 120)
    #expect(session.emulator.totals.writes == 120)
  }
}
