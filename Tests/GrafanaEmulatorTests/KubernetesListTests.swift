import Base
import Documents
import GrafanaEmulator
import Platform
import TestSupport
import Testing

@Suite("Kubernetes-style lists of the emulator")
struct KubernetesListTests {
  @Test("is not served by 9.3")
  func notServed() async throws {
    let session = try EmulatorSession("9.3")
    let answer = try await session.send("GET", Kubernetes.dashboards)
    #expect(answer.status == 404)
    #expect(answer.text == #"{"message":"Not found"}"#)
  }

  @Test("shows the last write plus one, and keeps still for anything else")
  func listVersion() async throws {
    let session = try EmulatorSession("12.4")
    try await session.send("POST", "/api/folders", ["uid": "f", "title": "F"])
    try await session.save("d", title: "D", folder: "f", message: "m")
    let folders = try await Kubernetes.listVersion(session, Kubernetes.folders)
    let dashboards = try await Kubernetes.listVersion(session, Kubernetes.dashboards)
    let object = try await session.send("GET", Kubernetes.dashboards + "/d").json["metadata"]
    #expect(object?["resourceVersion"]?.stringValue == String(dashboards - 1))
    let permissions: JSON = ["items": [["role": "Viewer", "permission": 1]]]
    try await session.send("POST", "/api/dashboards/uid/d/permissions", permissions)
    try await session.send("POST", "/api/folders/f/permissions", permissions)
    try await session.send("POST", "/api/user/stars/dashboard/uid/d")
    try await session.send(
      "POST", "/api/datasources", ["name": "p", "type": "prometheus", "access": "proxy"])
    try await session.send("PUT", "/api/folders/f", ["title": "F", "overwrite": true])
    #expect(try await Kubernetes.listVersion(session, Kubernetes.folders) == folders)
    #expect(try await Kubernetes.listVersion(session, Kubernetes.dashboards) == dashboards)
  }

  @Test("moves with every write of the kind, and only of the kind")
  func everyWrite() async throws {
    let session = try EmulatorSession("12.4")
    try await session.send("POST", "/api/folders", ["uid": "f", "title": "F"])
    try await session.send("POST", "/api/folders", ["uid": "g", "title": "G"])
    try await session.save("d", title: "D")
    var folders = try await Kubernetes.listVersion(session, Kubernetes.folders)
    var dashboards = try await Kubernetes.listVersion(session, Kubernetes.dashboards)
    func check(_ movesFolders: Bool, _ movesDashboards: Bool, _ write: () async throws -> Void) async throws {
      try await write()
      let now = (
        try await Kubernetes.listVersion(session, Kubernetes.folders),
        try await Kubernetes.listVersion(session, Kubernetes.dashboards)
      )
      #expect((now.0 > folders) == movesFolders)
      #expect((now.1 > dashboards) == movesDashboards)
      (folders, dashboards) = now
    }
    // The first save after the create, then an equal one with the same message.
    try await check(false, true) { try await session.save("d", title: "D") }
    try await check(false, false) { try await session.save("d", title: "D") }
    try await check(false, true) { try await session.save("d", title: "D", message: "other") }
    try await check(false, true) { try await session.save("d", title: "D", folder: "f", message: "other") }
    try await check(true, false) {
      try await session.send("PUT", "/api/folders/f", ["title": "F2", "overwrite": true])
    }
    try await check(true, false) { try await session.send("POST", "/api/folders/g/move", ["parentUid": "f"]) }
    try await check(false, false) {
      try await session.send("POST", "/api/folders/g/move", ["parentUid": "f"])
    }
    try await check(false, true) { try await session.send("DELETE", "/api/dashboards/uid/d") }
    try await check(true, false) { try await session.send("DELETE", "/api/folders/g") }
    try await session.save("e", title: "E", folder: "f")
    dashboards = try await Kubernetes.listVersion(session, Kubernetes.dashboards)
    try await check(true, true) { try await session.send("DELETE", "/api/folders/f") }
  }

  @Test("shows one state on all pages, whatever is written meanwhile")
  func pages() async throws {
    let session = try EmulatorSession("12.4")
    for number in 0..<7 { try await session.save("d\(number)", title: "D") }
    func page(_ query: String) async throws -> (names: [String], token: String, version: String) {
      let json = try await session.send(
        "GET", Kubernetes.dashboards + query, headers: Kubernetes.metadataOnly
      ).json
      let names = json["items"]?.arrayValue?.compactMap { $0["metadata"]?["name"]?.stringValue }
      return (
        names ?? [], json["metadata"]?["continue"]?.stringValue ?? "",
        json["metadata"]?["resourceVersion"]?.stringValue ?? ""
      )
    }
    let first = try await page("?limit=3")
    #expect(first.names == ["d0", "d1", "d2"])
    try await session.send("DELETE", "/api/dashboards/uid/d0")
    try await session.save("d1x", title: "D")
    let second = try await page("?limit=3&continue=" + first.token.replacing("=", with: "%3D"))
    #expect(second.names == ["d3", "d4", "d5"])
    #expect(second.version == first.version)
    let third = try await page("?limit=3&continue=" + second.token.replacing("=", with: "%3D"))
    #expect(third.names == ["d6"])
    #expect(third.token.isEmpty)
    #expect(try await page("").names == ["d1", "d1x", "d2", "d3", "d4", "d5", "d6"])
  }

  @Test("ends a page on bytes, and packs a large one for clients that take gzip")
  func bytes() async throws {
    let session = try EmulatorSession("12.4")
    let text = String(repeating: "0123456789abcdef", count: 60_000)
    for number in 0..<4 { try await session.save("big\(number)", title: "Big", text: text) }
    let plain = try await session.send("GET", Kubernetes.dashboards)
    #expect(plain.json["items"]?.arrayValue?.count == 3)
    #expect(plain.json["metadata"]?["continue"]?.stringValue?.isEmpty == false)
    let packed = try await session.send("GET", Kubernetes.dashboards, headers: [("Accept-Encoding", "gzip")])
    #expect(packed.headers.header("content-encoding") == "gzip")
    #expect(packed.headers.body.count < 100_000)
    #expect(try Gzip.decompress(packed.headers.body, limit: 10_000_000) == plain.headers.body)
    let head = try await session.send(
      "GET", Kubernetes.dashboards + "?limit=1",
      headers: Kubernetes.metadataOnly + [("Accept-Encoding", "gzip")])
    #expect(head.headers.header("content-encoding") == nil)
  }

  @Test("keeps history and trash readable")
  func historyAndTrash() async throws {
    let session = try EmulatorSession("12.4")
    try await session.save("d", title: "D", text: "one", message: "first")
    try await session.save("d", title: "D", text: "two", message: "second")
    try await session.send("DELETE", "/api/dashboards/uid/d")
    try await session.save("e", title: "E", text: "one", message: "only")
    let trash = try await session.send(
      "GET", Kubernetes.dashboards + "?labelSelector=grafana.app%2Fget-trash%3Dtrue"
    ).json["items"]
    #expect(trash?.arrayValue?.count == 1)
    #expect(trash?[0]?["metadata"]?["generation"]?.intValue == -999)
    #expect(trash?[0]?["spec"]?["description"]?.stringValue == "two")
    #expect(trash?[0]?["metadata"]?["annotations"]?["grafana.app/message"]?.stringValue == "second")
    try await session.save("e", title: "E", text: "two", message: "more")
    let history = try await session.send(
      "GET",
      Kubernetes.dashboards
        + "?labelSelector=grafana.app%2Fget-history%3Dtrue&fieldSelector=metadata.name%3De",
      headers: Kubernetes.metadataOnly
    ).json["items"]?.arrayValue
    let messages = history?.compactMap { $0["metadata"]?["annotations"]?["grafana.app/message"]?.stringValue }
    #expect(messages == ["more", "only"])
  }
}
