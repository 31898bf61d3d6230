import AgentConfiguration
import Base
import Manifests

/// Checks the integrations of one agent process, and of all processes of one GrafanaAgent, against each other.
enum MultiplicityCheck {
  /// An integration with what is known of it.
  struct Entry {
    let integration: HierarchyMember<Integration>
    let known: KnownIntegration
  }

  /// - Parameter process: those that one process runs.
  static func check(process: [Entry]) -> [Diagnostic] {
    Dictionary(grouping: process, by: \.known.name).values.flatMap { entries -> [Diagnostic] in
      guard entries.count > 1 else { return [] }
      switch entries[0].known.multiplicity {
      case .single:
        return entries.map {
          finding(
            $0, .error, "the agent runs only one \($0.known.name)", among: entries, remedy: "keep one of them"
          )
        }
      case .singleUnlessNamed, .multiple: return twins(entries)
      }
    }
  }

  /// Singletons that run once for the GrafanaAgent and on every node as well: each process accepts its own.
  static func check(hierarchy: [Entry]) -> [Diagnostic] {
    Dictionary(grouping: hierarchy, by: \.known.name).values.flatMap { entries -> [Diagnostic] in
      let onNodes = Set(entries.map(\.integration.spec.runsOnAllNodes))
      guard onNodes.count > 1, entries[0].known.multiplicity != .multiple else { return [] }
      return entries.map {
        finding(
          $0, .warning, "\($0.known.name) runs once and on all nodes as well", among: entries,
          remedy: "keep one of them")
      }
    }
  }

  private static func twins(_ entries: [Entry]) -> [Diagnostic] {
    var identities: [String: [Entry]] = [:]
    for entry in entries {
      if let identity = entry.known.identity(of: entry.integration.spec.config.json) {
        identities[identity, default: []].append(entry)
      }
    }
    var diagnostics: [Diagnostic] = []
    for group in identities.values where group.count > 1 {
      diagnostics += group.map {
        finding(
          $0, .error, "the agent gives these \($0.known.name) the same name and refuses the second",
          among: group,
          remedy: "give each an instance of its own in spec.config")
      }
    }
    if diagnostics.isEmpty, entries[0].known.multiplicity == .singleUnlessNamed {
      diagnostics = entries.map {
        finding(
          $0, .warning, "more than one \($0.known.name) runs in one agent", among: entries,
          remedy: "keep one of them")
      }
    }
    return diagnostics
  }

  private static func finding(
    _ entry: Entry, _ severity: Diagnostic.Severity, _ message: String, among entries: [Entry], remedy: String
  ) -> Diagnostic {
    let others = entries.filter { $0.integration.reference != entry.integration.reference }
      .map { "\($0.integration.path) (\($0.integration.origin.fileAndLine))" }.joined(separator: ", ")
    return Diagnostic(
      severity, code: "integration-twice", subject: entry.integration.reference,
      at: entry.integration.spec.places.location(of: "name"), "\(message); the others: \(others)",
      remedy: remedy)
  }
}
