import Alloy
import Base
import Documents
import Manifests

/// Brings the document of a role into the form that its mode asks for, and tells at the manifests what does not come along.
struct ModeRendering {
  let mode: AgentMode
  /// Whether a command chose it, and not the manifest.
  var isChosen = false
  let hierarchy: AgentHierarchy
  let integrations: IntegrationSelection
  let layout: AgentSettings.Layout
  /// Whether a document is converted without what cannot be carried over.
  let acceptsLosses: Bool
  /// Makes documents native.
  var convert: NativeConversion.Converter = NativeConversion.convert

  /// A document with errors stays as it is: nothing is made of it.
  func rendered(_ part: RoleDocument) -> RoleDocument {
    guard mode.isAlloy, !part.diagnostics.contains(where: { $0.severity == .error }) else { return part }
    switch mode {
    case .agentStatic: return part
    case .alloyStatic:
      let adapted = StaticModeDocument(document(of: part))
      let conversion = NativeConversion(adapted.document, by: NativeConversion.tried)
      return part.replacing(
        adapted.document,
        adding: missingReceivers(part.role)
          + findings(
            conversion, conversion.diagnostics + conversion.beyondAlloy, doubled: conversion.numbered,
            part.role)
          + collisions(adapted))
    case .alloy:
      let document = document(of: part).withoutLogDirectory
      let conversion = NativeConversion(document, by: convert)
      return part.replacing(
        part.document,
        native: conversion.configuration.map {
          NativeConfiguration(of: document, as: $0, for: placeholders(part.role), by: convert)
        },
        adding: missingReceivers(part.role) + findings(conversion, conversion.diagnostics, part.role))
    }
  }

  /// Those of the texts that will be written: a pod's sidecar fills in its own.
  private func placeholders(_ role: AgentRole) -> [Placeholders?] {
    switch layout {
    case .files: Placeholders.all(of: role, shards: hierarchy.agent.spec.metrics.shards)
    case .kubernetes: [nil]
    }
  }

  /// What is not at hand is marked in a document, which is shown to people here.
  private func document(of part: RoleDocument) -> ConfigValue {
    part.record.hasUnknownValues ? part.document.withStandIns : part.document
  }

  private func findings(
    _ conversion: NativeConversion, _ diagnostics: [Diagnostic], doubled: [NumberedComponents] = [],
    _ role: AgentRole
  ) -> [Diagnostic] {
    if diagnostics.isEmpty, doubled.isEmpty { return [] }
    let root = conversion.text.withBytes { (try? YAMLParser.documents(in: $0))?.first?.root }
    let entries = role.runsOnAllNodes.map { integrations.process(onAllNodes: $0).entries } ?? []
    let places = ManifestPlaces(
      hierarchy: hierarchy, integrations: entries.map { ($0.name, $0.integration) },
      takesMonitors: role == .metrics, takesPodLogs: role == .logs)
    let told = diagnostics.map { finding in
      let isLoss = AlloyConversion.losses.contains(finding.code)
      let moved = places.moved(finding, in: root, remedy: remedy(for: finding))
      guard isLoss, acceptsLosses else { return moved }
      return Diagnostic(
        .warning, code: moved.code, subject: moved.subject, at: moved.location, moved.message, remedy: nil)
    }
    let labels = DoubledLabels(places: places, root: root)
    return told + doubled.map(labels.finding)
  }

  /// An agent runs an instance whose metrics go nowhere beside others; Alloy refuses a file with a receiver that does not exist.
  private func missingReceivers(_ role: AgentRole) -> [Diagnostic] {
    guard role != .logs, hierarchy.agent.spec.metrics.remoteWrite.isEmpty else { return [] }
    return hierarchy.metrics.filter { found in
      let hasMonitors =
        role == .metrics
        && !(found.serviceMonitors.isEmpty && found.podMonitors.isEmpty && found.probes.isEmpty)
      return found.instance.spec.remoteWrite.isEmpty
        && (hasMonitors || found.instance.spec.additionalScrapeConfigs != nil)
    }.map { found in
      Diagnostic(
        acceptsLosses ? .warning : .error, code: "no-receiver", subject: found.instance.reference,
        at: found.instance.spec.places.location(of: "remoteWrite"),
        "neither this MetricsInstance nor \(hierarchy.agent.reference) has remoteWrite: Alloy refuses the whole file then",
        remedy: "write spec.remoteWrite")
    }
  }

  /// The mode that leaves all variables to Alloy's converter helps where the manifest chooses one.
  private func remedy(for finding: Diagnostic) -> String? {
    if AlloyConversion.losses.contains(finding.code) {
      return isChosen
        ? "take it out, or give --bypass-errors to go without it"
        : "take it out, or leave \(annotation) at \(AgentMode.agentStatic.rawValue)"
    }
    guard finding.code == AlloyConversion.variableCode, !isChosen else { return finding.remedy }
    return finding.remedy.map { "\($0), or choose \(annotation): \(AgentMode.alloyStatic.rawValue)" }
  }

  private func collisions(_ adapted: StaticModeDocument) -> [Diagnostic] {
    adapted.collisions.map { name, label in
      let instance = hierarchy.logs.first { $0.instance.path == name }?.instance
      return Diagnostic(
        .error, code: "alloy-label", subject: instance?.reference ?? hierarchy.agent.reference,
        at: instance?.origin ?? hierarchy.agent.origin,
        "Alloy would call the logs instance \(name) \(label), which another one is called too",
        remedy: "rename one of them, or choose \(annotation): \(AgentMode.alloy.rawValue)")
    }
  }

  private var annotation: String { ObjectMetadata.agentModeAnnotation }
}

extension ConfigValue {
  /// With `(secret)` for looked-up values that are not at hand.
  fileprivate var withStandIns: ConfigValue {
    switch self {
    case .secret(let value): value.revealed == AgentJudge.unknownMark ? .text(value.description) : self
    case .list(let elements): .list(elements.map(\.withStandIns))
    case .mapping(let members): .mapping(members.mapValues(\.withStandIns))
    case .job(let job): job.record.hasUnknownValues ? job.config.withStandIns : self
    case .text, .number, .flag, .hidden: self
    }
  }
}
