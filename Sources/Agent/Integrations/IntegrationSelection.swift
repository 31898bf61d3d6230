import AgentConfiguration
import Base
import Manifests

/// The integrations of one hierarchy, checked and divided among the processes that run them.
struct IntegrationSelection {
  struct Entry {
    let integration: HierarchyMember<Integration>
    /// The name to be written.
    let name: String
    let known: KnownIntegration?
    let diagnostics: [Diagnostic]
  }

  /// What one process runs.
  struct Process {
    let entries: [Entry]
    let diagnostics: [Diagnostic]

    /// `mysql (2), node_exporter`.
    var summary: String {
      let counts = Dictionary(grouping: entries, by: \.name).mapValues(\.count)
      return counts.sorted { $0.key < $1.key }.map { $1 == 1 ? $0 : "\($0) (\($1))" }.joined(separator: ", ")
    }
  }

  private let entries: [Entry]
  /// Findings that concern more than one process.
  let sharedDiagnostics: [Diagnostic]

  init(_ hierarchy: AgentHierarchy, finder: HierarchyFinder) {
    let references = ReferenceCheck(hierarchy: hierarchy, finder: finder)
    entries = hierarchy.integrations.map { integration in
      let check = IntegrationCheck(integration)
      return Entry(
        integration: integration, name: check.name, known: check.known,
        diagnostics: check.diagnostics + references.check(integration))
    }
    sharedDiagnostics = MultiplicityCheck.check(hierarchy: Self.known(entries))
  }

  func process(onAllNodes: Bool) -> Process {
    let selected = entries.filter { $0.integration.spec.runsOnAllNodes == onAllNodes }
    return Process(
      entries: selected,
      diagnostics: selected.flatMap(\.diagnostics) + MultiplicityCheck.check(process: Self.known(selected)))
  }

  private static func known(_ entries: [Entry]) -> [MultiplicityCheck.Entry] {
    entries.compactMap { entry in entry.known.map { .init(integration: entry.integration, known: $0) } }
  }
}
