import Alloy
import Base
import Manifests
import Synchronization
import Testing

@testable import Agent

/// How often a document is converted: it is the dearest step on the way to a file.
@Suite struct ConversionCountTests {
  /// Converts as the program does, and counts.
  private final class CountedConversion: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }

    var convert: NativeConversion.Converter {
      { [self] text in
        count.withLock { $0 += 1 }
        return NativeConversion.convert(text)
      }
    }
  }

  private static let shards = 3

  /// The metrics of an agent with three shards, in Alloy's language.
  private func rendered(
    _ counted: CountedConversion, layout: AgentSettings.Layout = .files
  ) async throws -> RoleDocument {
    let text =
      agentInMode("alloy").replacing(
        "instanceSelector: {}", with: "instanceSelector: {}\n    shards: \(Self.shards)")
      + plainInstance.replacing("https://m", with: "https://${HOST}/push")
      .replacing("spec:", with: "spec:\n  serviceMonitorSelector: {}") + serviceMonitor
    let finder = HierarchyFinder(try await input(["a.yaml": text]).objects)
    let hierarchy = finder.hierarchy(of: try #require(finder.agents.first))
    let settings = AgentSettings(outputDirectory: "/srv", layout: layout)
    let integrations = IntegrationSelection(hierarchy, finder: finder)
    let rendering = RoleRendering(
      hierarchy: hierarchy, integrations: integrations,
      layout: AgentLayout(hierarchy.agent.reference, settings: settings), mode: .alloy,
      lookup: { _ in .missing("none", remedy: "add it") }, jobs: JobCache())
    let form = ModeRendering(
      mode: .alloy, hierarchy: hierarchy, integrations: integrations, layout: layout, acceptsLosses: false,
      convert: counted.convert)
    return form.rendered(try #require(rendering.document(.metrics)))
  }

  @Test func aDocumentIsConvertedOnceForAllShards() async throws {
    let counted = CountedConversion()
    let document = try await rendered(counted)
    #expect(document.diagnostics.allSatisfy { $0.severity != .error }, "\(document.diagnostics)")
    let shards = Placeholders.all(of: .metrics, shards: Self.shards)
    #expect(shards.map(\.shard) == [0, 1, 2])
    let texts = shards.flatMap { shard in
      // For a digest, and for the file.
      [document.configuration.text(shard), document.configuration.text(shard)].map(\.revealed)
    }
    #expect(counted.value == 1)
    #expect(Set(texts).count == Self.shards)
    for (shard, text) in zip([0, 0, 1, 1, 2, 2], texts) {
      #expect(text.contains(#"regex         = "\#(shard)""#), "\(text)")
    }
  }

  @Test func aPodsIsConvertedOnce() async throws {
    let counted = CountedConversion()
    let document = try await rendered(counted, layout: .kubernetes)
    #expect(document.configuration.text(nil).revealed.contains(#""$(SHARD)""#))
    #expect(counted.value == 1)
  }

  /// What is kept is what a conversion for the asking would give.
  @Test func whatIsKeptIsWhatWouldBeConverted() async throws {
    let counted = CountedConversion()
    let document = try await rendered(counted)
    let anew = NativeConfiguration(
      of: document.document.withoutLogDirectory, as: AlloyConfiguration([]), for: [])
    for shard in Placeholders.all(of: .metrics, shards: Self.shards) {
      #expect(document.configuration.text(shard) == anew.text(shard))
    }
    // Nobody said that it would be asked for.
    #expect(document.configuration.text(nil) == anew.text(nil))
    #expect(counted.value == 2)
  }
}
