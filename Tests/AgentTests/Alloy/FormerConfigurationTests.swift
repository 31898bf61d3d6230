import Alloy
import Base
import Documents
import Manifests
import Testing

@testable import Agent

/// What stands beside a `config.alloy` in its Secret, for pods that do not run Alloy yet.
@Suite struct FormerConfigurationTests {
  private static let settings = AgentSettings(outputDirectory: "/srv", layout: .kubernetes)
  private static let manifests =
    plainInstance.replacing("spec:", with: "spec:\n  serviceMonitorSelector: {}") + serviceMonitor

  private func secret(_ mode: String, _ manifests: String = manifests) async throws -> AgentFile {
    let output = try #require(
      try await build(["a.yaml": agentInMode(mode) + manifests], settings: Self.settings).first)
    return try #require(
      output.files.first { $0.path == "mon/ga/secret-ga-config.yaml" }, "\(output.findings)")
  }

  private func data(_ file: AgentFile) throws -> JSON? {
    try YAMLParser.documents(in: file.bytes.revealed).first?.root.json["data"]
  }

  @Test func itIsWhatTheseReadBefore() async throws {
    let before = try data(try await secret("agent-static"))
    let after = try data(try await secret("alloy"))
    #expect(after?.objectValue?.keys.sorted() == ["agent.yml", "config.alloy"])
    #expect(before?["agent.yml"] != nil && before?["agent.yml"] == after?["agent.yml"])
  }

  /// A plan tells a change once.
  @Test func aPlanTellsWhatAlloyRuns() async throws {
    let old = try await secret("alloy")
    let new = try await secret("alloy", Self.manifests.replacing("https://m", with: "https://other"))
    let changes = AgentChanges.describe(new.path, old: old.bytes, new: new.bytes)
    let component = "prometheus.remote_write.metrics_mon_primary"
    // The name is a digest of the settings.
    #expect(changes.map(\.summary) == ["\(component): endpoint.name", "\(component): endpoint.url"])
    let switched = AgentChanges.describe(
      new.path, old: try await secret("agent-static").bytes, new: old.bytes)
    #expect(!switched.isEmpty && !switched.contains { $0.summary.contains("agent.yml") }, "\(switched)")
  }

  /// A Secret takes a mebibyte: what Alloy runs comes first.
  @Test(arguments: [(100, ["agent.yml", "config.alloy"]), (450_000, ["config.alloy"])])
  func itIsLeftOutWhereThereIsNoRoom(_ length: Int, _ keys: [String]) async throws {
    // Each has sixteen bits that no packing takes away.
    let noise = (0..<length).map { _ in String(UInt16.random(in: 0...UInt16.max), radix: 36) }.joined()
    let finder = HierarchyFinder(try await input(["a.yaml": agentInMode("alloy")]).objects)
    let builder = WorkloadBuilder(finder.hierarchy(of: try #require(finder.agents.first)), mode: .alloy)
    let native = NativeConfiguration(
      of: .mapping([:]), as: AlloyConfiguration([.attribute("a", .string(noise))]), for: [nil])
    let secret = builder.secret(
      configuration: .alloy(native), besides: .agent(.mapping(["a": .text(noise)])), of: .metrics)
    guard case .mapping(let data)? = secret.manifest["data"] else { throw Missing() }
    #expect(data.keys.sorted() == keys)
  }

  private struct Missing: Error {}
}
