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
  private let heldBack: HeldBackObjects
  private let lookup: ValueLookup
  private let jobs: JobCache
  private let layout: AgentLayout
  /// Tells what belongs to the other layout alone.
  private let tellsUnapplied: Bool
  private let mode: AgentMode
  private let isModeChosen: Bool
  private let acceptsLosses: Bool

  init(
    _ hierarchy: AgentHierarchy, finder: HierarchyFinder, settings: AgentSettings, holds: [Hold],
    heldBack: HeldBackObjects, lookup: @escaping ValueLookup, jobs: JobCache
  ) {
    self.jobs = jobs
    self.hierarchy = hierarchy
    self.finder = finder
    self.holds = holds
    self.heldBack = heldBack
    self.lookup = lookup
    layout = AgentLayout(hierarchy.agent.reference, settings: settings)
    tellsUnapplied = !settings.writesOtherLayout
    acceptsLosses = settings.acceptsLosses
    isModeChosen = settings.mode != nil
    mode = settings.mode ?? hierarchy.agent.metadata.agentMode
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
      hierarchy: hierarchy, integrations: integrations, layout: layout, mode: mode, lookup: lookup, jobs: jobs
    )
    let form = ModeRendering(
      mode: mode, isChosen: isModeChosen, hierarchy: hierarchy, integrations: integrations,
      layout: layout.kind, acceptsLosses: acceptsLosses)
    let parts = AgentRole.allCases.compactMap(rendering.document).map(form.rendered)
    let asked = AskedValues(lookup)
    let workloads = WorkloadAssembly(hierarchy, parts, mode: mode, layout: layout, lookup: asked.lookup)
    let answers = parts.reduce(into: asked.answers) { $0.merge($1.record.answers) { first, _ in first } }
    var kept = Set(parts.filter { $0.diagnostics.contains { $0.severity == .error } }.map(\.role))
    var diagnostics =
      SelectionCheck(hierarchy, layout: layout.kind, heldBack: heldBack).diagnostics
      + integrations.sharedDiagnostics
      + (workloads?.diagnostics
        ?? parts.flatMap(\.diagnostics) + (tellsUnapplied ? UnappliedFields.warnings(hierarchy) : []))
    for hold in holds {
      kept.formUnion(hold.roles)
      diagnostics.append(
        finding(
          .warning, "kept", at: "", "the configurations stay as they are because \(hold.reason)",
          remedy: "mend it, and they follow"))
    }
    if tellsUnapplied || layout.kind == .files {
      diagnostics += ProcessCheck.warnings(agent, parts, kept: kept, layout: layout.kind)
    }
    if let workloads {
      // Its values are one Secret, which pods that stay as they are need as it is.
      let isKept = !kept.isEmpty || workloads.diagnostics.contains { $0.severity == .error }
      return output(
        isKept ? [] : workloads.files, kept: isKept ? Set(AgentRole.allCases) : [], diagnostics,
        answers: answers)
    }
    let written = parts.filter { !kept.contains($0.role) }
    let collisions = FileNameCheck.collisions(
      of: Set(written.flatMap(\.record.files.keys)), in: hierarchy.agent.reference)
    if !collisions.isEmpty {
      return output([], kept: Set(AgentRole.allCases), diagnostics + collisions)
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
      layout: layout.kind, mode: mode, processes: hierarchy.agent.spec.processes, answers: answers)
  }

  // MARK: Files

  private func files(_ part: RoleDocument) -> [AgentFile] {
    Placeholders.all(of: part.role, shards: hierarchy.agent.spec.metrics.shards).map { placeholders in
      let shard = placeholders.shard
      let configuration = part.configuration.keepingMemory(in: layout.memory(part.role, shard: shard))
      let document = ConfigDocument(configuration: configuration, placeholders: placeholders)
      return AgentFile(
        path: layout.file(configuration, of: part.role, shard: shard),
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
