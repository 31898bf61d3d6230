import Agent
import Base
import Documents
import Testing

/// The Kubernetes objects around Grafana Alloy.
@Suite struct AlloyWorkloadTests {
  private func objects(_ text: String) async throws -> (AgentOutput, [String: JSON]) {
    let output = try #require(
      try await build(["a.yaml": text], settings: .kubernetes).first)
    var objects: [String: JSON] = [:]
    for file in output.files {
      objects[file.path] = try YAMLParser.documents(in: file.bytes.revealed).first?.root.json
    }
    return (output, objects)
  }

  private func container(_ objects: [String: JSON], _ file: String, _ name: String) throws -> JSON {
    let pod = try #require(objects["mon/ga/\(file).yaml"]?["spec"]?["template"]?["spec"])
    return try #require(pod["containers"]?.arrayValue?.first { $0["name"]?.stringValue == name })
  }

  @Test func podsRunAlloy() async throws {
    let (output, objects) = try await objects(
      agentInMode("alloy", spec: "  disableReporting: true\n  disableSupportBundle: true") + plainInstance)
    #expect(output.diagnostics.allSatisfy { $0.severity != .error }, "\(output.findings)")
    let agent = try container(objects, "statefulset-ga", "grafana-agent")
    #expect(agent["image"] == "grafana/alloy:v1.12.0")
    #expect(
      agent["args"] == [
        "run", "/var/lib/grafana-agent/config/config.alloy", "--storage.path=/var/lib/grafana-agent/data",
        "--server.http.listen-addr=0.0.0.0:8080", "--disable-reporting",
        "--server.http.disable-support-bundle",
      ])
    #expect(agent["readinessProbe"]?["httpGet"]?["path"] == "/-/ready")
    let reloader = try container(objects, "statefulset-ga", "config-reloader")
    #expect(
      reloader["args"]?.arrayValue?.prefix(2) == [
        "--config-file=/var/lib/grafana-agent/config-in/config.alloy",
        "--config-envsubst-file=/var/lib/grafana-agent/config/config.alloy",
      ])
    let data = try #require(objects["mon/ga/secret-ga-config.yaml"]?["data"]?.objectValue)
    #expect(data.keys.sorted() == ["agent.yml", "config.alloy"])
    let text = String(
      decoding: Base64.decode(data["config.alloy"]?.stringValue ?? "") ?? [], as: UTF8.self)
    // The sidecar fills it in.
    #expect(text.contains(#""replica-$(STATEFULSET_ORDINAL_NUMBER)""#))
  }

  @Test func podsRunAlloyOverAnAgentsConfiguration() async throws {
    let (_, objects) = try await objects(
      agentInMode("alloy-static", spec: "  version: v1.10.1") + plainInstance)
    let agent = try container(objects, "statefulset-ga", "grafana-agent")
    #expect(agent["image"] == "grafana/alloy:v1.10.1")
    #expect(
      agent["args"] == [
        "run", "/var/lib/grafana-agent/config/agent.yml", "--storage.path=/var/lib/grafana-agent/data",
        "--server.http.listen-addr=0.0.0.0:8080", "--config.format=static",
        "--config.extra-args=-enable-features=integrations-next -config.expand-env=true",
      ])
    #expect(
      objects["mon/ga/secret-ga-config.yaml"]?["data"]?.objectValue?.keys == ["agent.yml"])
  }

  /// Names, labels, selectors and volumes stay, so that a workload is changed in place.
  @Test func nothingElseOfTheObjectsChanges() async throws {
    let manifests = plainInstance + logsInstance
    let (_, before) = try await objects(agentInMode("agent-static") + manifests)
    for mode in ["alloy-static", "alloy"] {
      let (_, after) = try await objects(agentInMode(mode) + manifests)
      #expect(before.keys.sorted() == after.keys.sorted())
      for (path, old) in before where !path.contains("config") {
        let new = try #require(after[path])
        let paths = JSONDifference.between(old, new).map(\.pointer.tokens).filter { tokens in
          !tokens.contains("args") && tokens.last != "image"
        }
        #expect(paths.isEmpty, "\(path): \(paths)")
      }
    }
  }

  @Test(arguments: [
    ("  version: v0.44.2", "spec.version v0.44.2 is one of Grafana Agent, and none of Alloy"),
    (
      "  image: registry.example.org/grafana/agent:v0.44.2",
      "spec.image is an image of Grafana Agent, which cannot run as Alloy"
    ),
  ])
  func imagesOfTheAgentAreRefused(_ spec: String, _ message: String) async throws {
    let (output, objects) = try await objects(agentInMode("alloy", spec: spec) + plainInstance)
    #expect(objects.isEmpty)
    let found = try #require(output.diagnostics.first { $0.code == "alloy-image" })
    #expect(found.message == message && found.severity == .error)
    let (_, same) = try await self.objects(agentInMode("agent-static", spec: spec) + plainInstance)
    #expect(!same.isEmpty)
  }

  @Test(arguments: [
    "grafana/agent", "grafana/agent:v0.44.2", "docker.io/grafana/agent@sha256:aa",
    "r:5000/m/grafana/agent:v1",
    "grafana/agent-boringcrypto:v0.44.2", "r.example.org/x/grafana-agent:v0.44.2", "Grafana/Agent",
  ])
  func imagesOfTheAgentAreKnown(_ image: String) async throws {
    let whole = "  image: \(image)"
    let change = "  containers: [{name: grafana-agent, image: '\(image)'}]"
    for spec in [whole, change] {
      let (output, objects) = try await objects(agentInMode("alloy", spec: spec) + plainInstance)
      let found = output.diagnostics.filter { $0.code == "alloy-image" }
      #expect(objects.isEmpty && found.count == 1 && found.first?.severity == .error, "\(spec): \(found)")
    }
    let (output, objects) = try await objects(
      agentInMode("alloy", spec: "  containers: [{name: other, image: '\(image)'}]") + plainInstance)
    let found = output.diagnostics.filter { $0.code == "alloy-image" }
    #expect(!objects.isEmpty && found.map(\.severity) == [.warning])
    #expect(
      found.first?.message
        == "spec.containers[0].image is an image of Grafana Agent, which runs beside Alloy then")
    // The change of the container is what runs.
    let (changed, _) = try await self.objects(
      agentInMode("alloy", spec: "\(whole)\n  containers: [{name: grafana-agent, image: own/alloy}]")
        + plainInstance)
    #expect(!changed.diagnostics.contains { $0.code == "alloy-image" })
  }

  @Test(arguments: [
    "grafana/alloy:v1.12.0", "datadog/agent:7", "agent", "grafana/agent/alloy:v1", "r:5000/agent",
    "grafana/agent-operator:v0.44.2", "x/my-grafana-agent-alloy",
  ])
  func otherImagesAreTaken(_ image: String) async throws {
    let (output, objects) = try await objects(
      agentInMode("alloy", spec: "  image: \(image)\n  containers: [{name: other, image: '\(image)'}]")
        + plainInstance)
    #expect(!objects.isEmpty && !output.diagnostics.contains { $0.code == "alloy-image" })
  }

  @Test func whatAlloyLacksIsTold() async throws {
    let (output, objects) = try await objects(
      agentInMode("alloy", spec: "  image: own/alloy@sha256:aa\n  enableConfigReadAPI: true") + plainInstance)
    #expect(try container(objects, "statefulset-ga", "grafana-agent")["image"] == "own/alloy@sha256:aa")
    #expect(
      output.findings.contains { $0.contains("spec.enableConfigReadAPI is not applied: Alloy always shows") })
  }
}
