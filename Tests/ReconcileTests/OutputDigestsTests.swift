import Agent
import Base
import Manifests
import Synchronization
import Testing

@testable import Reconcile

/// Digests are taken once for each rendering.
@Suite struct OutputDigestsTests {
  /// GrafanaAgents with these names.
  private static func input(_ names: [String], level: String = "info") async throws -> AgentInput {
    let files = Dictionary(
      uniqueKeysWithValues: names.map { name in
        (
          "\(name).yaml",
          """
          apiVersion: monitoring.grafana.com/v1alpha1
          kind: GrafanaAgent
          metadata: {name: \(name), namespace: mon}
          spec:
            logLevel: \(level)
            metrics: {instanceSelector: {matchLabels: {agent: \(name)}}}
          ---
          apiVersion: monitoring.grafana.com/v1alpha1
          kind: MetricsInstance
          metadata: {name: \(name), namespace: mon, labels: {agent: \(name)}}
          spec:
            remoteWrite: [{url: "http://prometheus.example.org/api/v1/write"}]
          """
        )
      })
    let loader = ManifestLoader<ManifestObject>(settings: LoaderSettings()) { ($0, []) }
    return AgentInput(try await loader.load(Files(files: files), path: ""))
  }

  private struct Files: SourceTree {
    let files: [String: String]

    func files(below path: String) async throws(SourceTreeError) -> [TreeFile] {
      files.keys.sorted().map { TreeFile(path: $0, contentID: Digest(of: files[$0] ?? "").description) }
    }

    func read(_ file: TreeFile, limit: Int) async throws(SourceTreeError) -> [UInt8] {
      Array((files[file.path] ?? "").utf8)
    }
  }

  @Test func takesEachOnce() async throws {
    let builder = AgentBuilder(settings: AgentSettings(outputDirectory: "/srv"))
    let asked = Asked()
    func updated(_ digests: OutputDigests, _ outputs: [AgentOutput]) async -> OutputDigests {
      await digests.updated(for: outputs) { output in
        asked.note(output.agent.name)
        return output.files.map { Digest(of: $0.path) }
      }
    }
    var built = await builder.build(try await Self.input(["one", "two"]), AgentCache()) { _ in .unknown }
    var digests = await updated(OutputDigests(), built.outputs)
    #expect(asked.names == ["one", "two"])
    #expect(digests.digests(of: built.outputs[0]) == [Digest(of: "mon/one/metrics/agent.yml")])

    built = await builder.build(try await Self.input(["one", "two"]), built.cache) { _ in .unknown }
    digests = await updated(digests, built.outputs)
    #expect(asked.names == ["one", "two"])

    // Another text is another rendering.
    built = await builder.build(
      try await Self.input(["one", "two"], level: "debug"), built.cache
    ) { _ in .unknown }
    digests = await updated(digests, [built.outputs[0]])
    #expect(asked.names == ["one", "one", "two"])
    // What is not there any more is forgotten.
    #expect(digests.digests(of: built.outputs[1]).isEmpty)
  }

  private final class Asked: Sendable {
    private let all = Mutex<[String]>([])

    var names: [String] { all.withLock { $0.sorted() } }

    func note(_ name: String) { all.withLock { $0.append(name) } }
  }
}
