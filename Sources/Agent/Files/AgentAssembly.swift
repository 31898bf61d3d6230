import Base
import Manifests

/// Puts the files of one GrafanaAgent together.
struct AgentAssembly {
  /// A reason to leave roles as they are.
  struct Hold {
    let roles: Set<AgentRole>
    let reason: String
  }

  /// What rendering one role gave.
  private struct Part {
    let role: AgentRole
    let document: ConfigValue
    let values: [ValueReference: SecretValue]
    let diagnostics: [Diagnostic]
    let summary: String
    let sources: [AgentFile.Source]
  }

  private let hierarchy: AgentHierarchy
  private let finder: HierarchyFinder
  private let holds: [Hold]
  private let lookup: ValueLookup
  private let layout: AgentLayout

  init(
    _ hierarchy: AgentHierarchy, finder: HierarchyFinder, settings: AgentSettings, holds: [Hold],
    lookup: @escaping ValueLookup
  ) {
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
    let parts = AgentRole.allCases.compactMap { part($0, integrations) }
    var kept = Set(parts.filter { $0.diagnostics.contains { $0.severity == .error } }.map(\.role))
    var diagnostics = selectionFindings() + integrations.sharedDiagnostics + parts.flatMap(\.diagnostics)
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
    return output(written.flatMap(files) + valueFiles(written), kept: kept, diagnostics)
  }

  private func output(
    _ files: [AgentFile], kept: Set<AgentRole>, _ diagnostics: [Diagnostic]
  ) -> AgentOutput {
    var seen: Set<Diagnostic> = []
    return AgentOutput(
      agent: hierarchy.agent.reference, origin: hierarchy.agent.origin, directory: layout.directory,
      files: files,
      keptRoles: kept, diagnostics: diagnostics.filter { seen.insert($0).inserted }.sorted())
  }

  // MARK: Rendering

  private func part(_ role: AgentRole, _ integrations: IntegrationSelection) -> Part? {
    let rendering = Rendering(placement: .written(directory: layout.valuesPath), lookup: lookup)
    let document: ConfigValue
    var diagnostics: [Diagnostic] = []
    var sources = [AgentFile.Source(reference: hierarchy.agent.reference, origin: hierarchy.agent.origin)]
    sources += hierarchy.metricsInstances.map { .init(reference: $0.reference, origin: $0.origin) }
    let summary: String
    if let runsOnAllNodes = role.runsOnAllNodes {
      let selected = integrations.process(onAllNodes: runsOnAllNodes)
      if selected.entries.isEmpty { return nil }
      let configs = selected.entries.map { (name: $0.name, config: rendering.integration($0.integration)) }
      document = rendering.integrationsDocument(
        hierarchy, integrations: configs, dataDirectory: layout.memory(role, shard: 0))
      for (entry, config) in zip(selected.entries, configs) {
        let place = entry.integration.spec.config
        diagnostics += TextCheck.check(config.config, of: .init(entry.integration), place: "spec.config") {
          place.location(of: $0)
        }
      }
      diagnostics += selected.diagnostics + repeatedJobs()
      sources += selected.entries.map {
        .init(reference: $0.integration.reference, origin: $0.integration.origin)
      }
      summary = selected.summary
    } else {
      if hierarchy.metricsInstances.isEmpty { return nil }
      document = rendering.metricsDocument(hierarchy, dataDirectory: layout.memory(role, shard: 0))
      summary = hierarchy.metricsInstances.map(\.path).joined(separator: ", ")
    }
    diagnostics += MetricsCheck(hierarchy, metrics: document["metrics"] ?? .mapping([:])).diagnostics
    return Part(
      role: role, document: document, values: rendering.files,
      diagnostics: rendering.diagnostics + diagnostics, summary: summary, sources: sources)
  }

  private func files(_ part: Part) -> [AgentFile] {
    let shards = hierarchy.agent.spec.metrics.shards
    let memory = layout.memory(part.role, shard: 0)
    return (0..<(part.role == .metrics ? shards : 1)).map { shard in
      let placeholders = Placeholders(shard: shard, shards: shards)
      let document = part.document.mapTexts {
        $0 == memory ? layout.memory(part.role, shard: shard) : placeholders.fill($0)
      }
      return AgentFile(
        path: layout.configuration(part.role, shard: shard),
        content: .configuration(document, role: part.role, shard: shard), summary: part.summary,
        sources: part.sources)
    }
  }

  private func valueFiles(_ parts: [Part]) -> [AgentFile] {
    let values = parts.reduce(into: [ValueReference: SecretValue]()) {
      $0.merge($1.values) { first, _ in first }
    }
    return values.sorted { $0.key.storeKey < $1.key.storeKey }.map { reference, value in
      AgentFile(
        path: layout.value(reference), content: .value(reference, value), summary: reference.description,
        sources: [.init(reference: hierarchy.agent.reference, origin: reference.source.selector.origin)])
    }
  }

  // MARK: Findings

  private func selectionFindings() -> [Diagnostic] {
    let agent = hierarchy.agent
    let metrics = agent.spec.metrics
    var findings: [Diagnostic] = []
    if metrics.instances.labels != nil, hierarchy.metricsInstances.isEmpty {
      findings.append(nothingSelected("MetricsInstance", at: metrics.places.location(of: "instanceSelector")))
    }
    if agent.spec.integrations.labels != nil, hierarchy.integrations.isEmpty {
      findings.append(nothingSelected("Integration", at: agent.spec.places.location(of: "integrations")))
    }
    if metrics.instances.labels == nil, agent.spec.integrations.labels == nil {
      findings.append(
        finding(
          .warning, "selects-nothing", at: "",
          "there is neither spec.metrics.instanceSelector nor spec.integrations.selector: nothing is written",
          remedy: "write a selector; {} selects everything in the namespace"))
    }
    if metrics.replicas != 1 {
      findings.append(
        Diagnostic(
          .warning, code: "ignored-field", subject: agent.reference,
          at: metrics.places.location(of: "replicas"),
          "spec.metrics.replicas is \(metrics.replicas), but a file is written for one replica of each shard",
          remedy: "write replicas: 1, and give each machine its own GrafanaAgent")
      )
    }
    return findings
  }

  private func nothingSelected(_ kind: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .warning, code: "selects-nothing", subject: hierarchy.agent.reference, at: place,
      "\(hierarchy.agent.reference) selects no \(kind)",
      remedy: "make the selector match the labels and the namespace of one")
  }

  /// Upstream leaves additional jobs in the documents of integrations, so every such agent scrapes them once more.
  private func repeatedJobs() -> [Diagnostic] {
    hierarchy.metricsInstances.compactMap { instance in
      instance.spec.additionalScrapeConfigs.map { selector in
        Diagnostic(
          .warning, code: "repeated-jobs", subject: instance.reference, at: selector.origin,
          "the jobs of additionalScrapeConfigs also run in the agents of integrations, as Grafana Agent Operator has it",
          remedy: "select the integrations from a GrafanaAgent of their own")
      }
    }
  }

  private func collisions(_ parts: [Part]) -> [Diagnostic] {
    let references = Set(parts.flatMap(\.values.keys))
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
