import Base
import Manifests

/// Puts the files of one GrafanaAgent together.
struct AgentAssembly {
  /// A reason to leave roles as they are.
  struct Hold {
    let roles: Set<AgentRole>
    let reason: String
  }

  private let hierarchy: AgentHierarchy
  private let finder: HierarchyFinder
  private let holds: [Hold]
  private let lookup: ValueLookup
  private let jobs: JobCache
  private let layout: AgentLayout

  init(
    _ hierarchy: AgentHierarchy, finder: HierarchyFinder, settings: AgentSettings, holds: [Hold],
    lookup: @escaping ValueLookup, jobs: JobCache
  ) {
    self.jobs = jobs
    self.hierarchy = hierarchy
    self.finder = finder
    self.holds = holds
    self.lookup = lookup
    layout = AgentLayout(hierarchy.agent.reference, settings: settings)
  }

  func output() -> AgentOutput {
    let agent = hierarchy.agent
    if agent.spec.isPaused {
      return output(
        [], kept: Set(AgentRole.allCases),
        [
          finding(.notice, "paused", at: "paused", "spec.paused is true: the configurations stay as they are")
        ])
    }
    let integrations = IntegrationSelection(hierarchy, finder: finder)
    let rendering = RoleRendering(
      hierarchy: hierarchy, integrations: integrations, layout: layout, lookup: lookup, jobs: jobs)
    let parts = AgentRole.allCases.compactMap(rendering.document)
    var kept = Set(parts.filter { $0.diagnostics.contains { $0.severity == .error } }.map(\.role))
    var diagnostics =
      SelectionCheck(hierarchy).diagnostics + integrations.sharedDiagnostics + parts.flatMap(\.diagnostics)
    for hold in holds {
      kept.formUnion(hold.roles)
      diagnostics.append(
        finding(
          .warning, "kept", at: "", "the configurations stay as they are because \(hold.reason)",
          remedy: "mend it, and they follow"))
    }
    let written = parts.filter { !kept.contains($0.role) }
    let collisions = collisions(written)
    if !collisions.isEmpty {
      return output([], kept: Set(AgentRole.allCases), diagnostics + collisions)
    }
    let answers = parts.reduce(into: [ValueReference: ValueAnswer]()) {
      $0.merge($1.record.answers) { first, _ in first }
    }
    return output(
      written.flatMap(files) + valueFiles(written), kept: kept, diagnostics, answers: answers)
  }

  private func output(
    _ files: [AgentFile], kept: Set<AgentRole>, _ diagnostics: [Diagnostic],
    answers: [ValueReference: ValueAnswer] = [:]
  ) -> AgentOutput {
    var seen: Set<Diagnostic> = []
    return AgentOutput(
      agent: hierarchy.agent.reference, origin: hierarchy.agent.origin, directory: layout.directory,
      files: files,
      keptRoles: kept, diagnostics: diagnostics.filter { seen.insert($0).inserted }.sorted(),
      processes: hierarchy.agent.spec.processes, answers: answers)
  }

  // MARK: Files

  private func files(_ part: RoleDocument) -> [AgentFile] {
    let shards = hierarchy.agent.spec.metrics.shards
    return (0..<(part.role == .metrics ? shards : 1)).map { shard in
      let document = ConfigDocument(
        value: part.document.keepingMemory(in: layout.memory(part.role, shard: shard)),
        placeholders: Placeholders(shard: shard, shards: shards))
      return AgentFile(
        path: layout.configuration(part.role, shard: shard),
        content: .configuration(document, role: part.role, shard: shard), summary: part.summary,
        sources: part.sources)
    }
  }

  private func valueFiles(_ parts: [RoleDocument]) -> [AgentFile] {
    let values = parts.reduce(into: [ValueReference: SecretValue]()) {
      $0.merge($1.record.files) { first, _ in first }
    }
    return values.sorted { $0.key.storeKey < $1.key.storeKey }.map { reference, value in
      AgentFile(
        path: layout.value(reference), content: .value(reference, value), summary: reference.description,
        sources: [.init(reference: hierarchy.agent.reference, origin: reference.source.selector.origin)])
    }
  }

  // MARK: Findings

  private func collisions(_ parts: [RoleDocument]) -> [Diagnostic] {
    let references = Set(parts.flatMap(\.record.files.keys))
    var diagnostics: [Diagnostic] = []
    for (name, group) in Dictionary(grouping: references, by: \.fileName) {
      let ordered = group.sorted { $0.storeKey < $1.storeKey }
      if group.count > 1 {
        diagnostics += ordered.map {
          Diagnostic(
            .error, code: "file-collision", subject: hierarchy.agent.reference, at: $0.source.selector.origin,
            "\(ordered.map(\.description).joined(separator: " and ")) would be one file, \(name)",
            remedy: "rename one of them")
        }
      } else if name.utf8.count > 255 {
        diagnostics.append(
          Diagnostic(
            .error, code: "file-name", subject: hierarchy.agent.reference,
            at: ordered[0].source.selector.origin,
            "the file of \(ordered[0]) would have a name of more than 255 bytes",
            remedy: "shorten its name or key"))
      }
    }
    return diagnostics
  }

  private func finding(
    _ severity: Diagnostic.Severity, _ code: String, at field: String, _ message: String,
    remedy: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      severity, code: code, subject: hierarchy.agent.reference,
      at: hierarchy.agent.spec.places.location(of: field),
      message, remedy: remedy)
  }
}
