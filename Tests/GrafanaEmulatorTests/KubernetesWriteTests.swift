import Base
import Documents
import GrafanaEmulator
import TestSupport
import Testing

@Suite("Kubernetes-style writes of the emulator")
struct KubernetesWriteTests {
  private static func object(
    _ kind: String, _ name: String, _ spec: JSON, annotations: JSON = [:], version: String? = nil
  ) -> JSON {
    var metadata = JSONObject([("name", JSON.string(name)), ("annotations", annotations)])
    if let version { metadata["resourceVersion"] = .string(version) }
    return ["kind": .string(kind), "metadata": .object(metadata), "spec": spec]
  }

  @Test("makes what a PUT finds missing, and holds it to the version it names")
  func put() async throws {
    let session = try EmulatorSession("12.4")
    for (path, kind) in [(Kubernetes.folders, "Folder"), (Kubernetes.dashboards, "Dashboard")] {
      let made = try await session.send("PUT", path + "/x", Self.object(kind, "x", ["title": "One"]))
      #expect(made.status == 201)
      let seen = made.json["metadata"]?["resourceVersion"]?.stringValue ?? ""
      let changed = try await session.send(
        "PUT", path + "/x", Self.object(kind, "x", ["title": "Two"], version: seen))
      #expect(changed.status == 200)
      #expect(changed.json["metadata"]?["generation"]?.intValue == 2)
      let stale = try await session.send(
        "PUT", path + "/x", Self.object(kind, "x", ["title": "Three"], version: seen))
      #expect(stale.status == 409)
      #expect(stale.json["reason"]?.stringValue == "Conflict")
      let forced = try await session.send("PUT", path + "/x", Self.object(kind, "x", ["title": "Three"]))
      #expect(forced.json["spec"]?["title"]?.stringValue == "Three")
    }
  }

  @Test("counts an equal PUT for dashboards and not for folders")
  func equalPut() async throws {
    let session = try EmulatorSession("12.4")
    for (path, kind, generation) in [
      (Kubernetes.folders, "Folder", 1), (Kubernetes.dashboards, "Dashboard", 3),
    ] {
      let body = Self.object(kind, "x", ["title": "One"])
      for _ in 0..<3 { try await session.send("PUT", path + "/x", body) }
      let seen = try await session.send("GET", path + "/x").json
      #expect(seen["metadata"]?["generation"]?.intValue == generation)
    }
  }

  @Test("patches by merge and by operations")
  func patches() async throws {
    let session = try EmulatorSession("12.4")
    let spec: JSON = ["title": "One", "description": "text", "tags": ["a"]]
    try await session.send(
      "POST", Kubernetes.dashboards,
      Self.object("Dashboard", "d", spec, annotations: ["grafana.app/managedBy": "kubectl"]))
    let merged = try await session.send(
      "PATCH", Kubernetes.dashboards + "/d", ["spec": ["title": "Two", "description": .null]],
      type: "application/merge-patch+json")
    #expect(merged.status == 200)
    #expect(merged.json["spec"]?["title"]?.stringValue == "Two")
    #expect(merged.json["spec"]?["description"] == nil)
    #expect(merged.json["metadata"]?["annotations"]?["grafana.app/managedBy"]?.stringValue == "kubectl")
    let operated = try await session.send(
      "PATCH", Kubernetes.dashboards + "/d", [["op": "add", "path": "/spec/tags/-", "value": "b"]],
      type: "application/json-patch+json")
    #expect(operated.json["spec"]?["tags"] == ["a", "b"])
    let refused = try await session.send(
      "PATCH", Kubernetes.dashboards + "/d", [["op": "test", "path": "/spec/title", "value": "One"]],
      type: "application/json-patch+json")
    #expect(refused.status == 422)
    #expect(
      try await session.send("PATCH", Kubernetes.dashboards + "/d", [:], type: "application/json").status
        == 415)
  }

  @Test("shows the annotations of a manager until the old API saves over them")
  func manager() async throws {
    let session = try EmulatorSession("12.4")
    try await session.send("POST", "/api/folders", ["uid": "f", "title": "F"])
    let annotations: JSON = [
      "grafana.app/managedBy": "kubectl", "grafana.app/managerId": "sluice", "grafana.app/folder": "f",
      "grafana.app/message": "abc123 platform/d.yaml",
    ]
    try await session.send(
      "POST", Kubernetes.dashboards,
      Self.object("Dashboard", "d", ["title": "D"], annotations: annotations))
    func seen() async throws -> JSONObject {
      let json = try await session.send("GET", Kubernetes.dashboards + "/d", headers: Kubernetes.metadataOnly)
        .json
      return (json["metadata"]?["annotations"]?.objectValue ?? JSONObject()).filter {
        !["grafana.app/createdBy", "grafana.app/updatedBy", "grafana.app/updatedTimestamp"].contains($0)
      }
    }
    #expect(try await seen() == annotations.objectValue)
    #expect(
      try await session.send("GET", "/api/dashboards/uid/d").json["meta"]?["folderUid"]?.stringValue == "f")
    try await session.save("d", title: "D", folder: "f", message: "by hand")
    #expect(
      try await seen()
        == JSONObject([("grafana.app/folder", JSON.string("f")), ("grafana.app/message", "by hand")]))
  }

  @Test("refuses rings of folders and folders that are not empty")
  func folders() async throws {
    let session = try EmulatorSession("12.4")
    try await session.send("PUT", Kubernetes.folders + "/a", Self.object("Folder", "a", ["title": "A"]))
    try await session.send(
      "PUT", Kubernetes.folders + "/b",
      Self.object("Folder", "b", ["title": "B"], annotations: ["grafana.app/folder": "a"]))
    for parent in ["a", "b"] {
      let ring = try await session.send(
        "PUT", Kubernetes.folders + "/a",
        Self.object("Folder", "a", ["title": "A"], annotations: ["grafana.app/folder": .string(parent)]))
      #expect(ring.status == 500)
      #expect(
        ring.message
          == "cannot move folder under its own descendant, this would create a circular reference")
    }
    #expect(try await session.send("DELETE", Kubernetes.folders + "/a").status == 400)
    #expect(try await session.send("DELETE", Kubernetes.folders + "/b").status == 200)
    #expect(try await session.send("DELETE", Kubernetes.folders + "/a").status == 200)
  }

  @Test("survives folders that stand in a ring because a parent came later")
  func ring() async throws {
    let session = try EmulatorSession("12.4")
    try await session.send("POST", "/api/folders", ["uid": "a", "title": "A", "parentUid": "b"])
    try await session.send("POST", "/api/folders", ["uid": "b", "title": "B", "parentUid": "a"])
    #expect(try await session.send("GET", "/api/folders/a/counts").json["folder"]?.intValue == 1)
    #expect(try await session.send("DELETE", "/api/folders/a").status == 200)
    #expect(try await session.send("GET", "/api/folders/b").status == 404)
  }

  @Test("stores nothing on a dry run")
  func dryRun() async throws {
    let session = try EmulatorSession("12.4")
    let before = try await Kubernetes.listVersion(session, Kubernetes.dashboards)
    let body = Self.object("Dashboard", "d", ["title": "D"])
    #expect(try await session.send("POST", Kubernetes.dashboards + "?dryRun=All", body).status == 201)
    #expect(try await session.send("GET", Kubernetes.dashboards + "/d").status == 404)
    #expect(try await Kubernetes.listVersion(session, Kubernetes.dashboards) == before)
  }

  @Test("lets viewers read and nothing else")
  func viewer() async throws {
    let session = try EmulatorSession("12.4")
    let token = session.emulator.makeToken(named: "viewer", role: .viewer)
    session.authorization = "Bearer " + token.revealed
    #expect(try await session.send("GET", Kubernetes.dashboards).status == 200)
    let refused = try await session.send(
      "POST", Kubernetes.dashboards, Self.object("Dashboard", "d", ["title": "D"]))
    #expect(refused.status == 403)
    #expect(refused.json["reason"]?.stringValue == "Forbidden")
  }
}
