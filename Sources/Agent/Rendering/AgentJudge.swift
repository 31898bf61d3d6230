import AgentConfiguration
import Base
import Documents
import Manifests

/// Holds what was rendered against what a real agent would do with it: for what no rule of the manifests has told before.
struct AgentJudge {
  let hierarchy: AgentHierarchy
  /// The integrations of the document, by their names in the order in which they stand there.
  let integrations: [(name: String, integration: HierarchyMember<Integration>)]
  let takesPodLogs: Bool

  /// What an agent would refuse, or take and never do, in a document without the jobs of monitors.
  func errors(in document: ConfigValue) -> [Diagnostic] {
    Self.errors(in: withoutTrusted(document.withoutMonitors)).map(placed)
  }

  /// The same of one job.
  static func errors(inJob job: ConfigValue) -> [Diagnostic] {
    let document = ConfigValue.mapping([
      "metrics": .mapping([
        "configs": .list([.mapping(["name": .text("job"), "scrape_configs": .list([job])])])
      ])
    ])
    let prefix = "metrics.configs[0].scrape_configs[0]."
    return errors(in: document).map { finding in
      guard finding.message.hasPrefix(prefix) else { return finding }
      return Diagnostic(
        .error, code: finding.code, String(finding.message.dropFirst(prefix.count)), remedy: finding.remedy)
    }
  }

  private static func errors(in document: ConfigValue) -> [Diagnostic] {
    let bytes = YAMLWriter.bytes(ConfigText(value: document, placeholders: nil))
    // What the agent's own variables hold is not known here.
    guard !hasVariables(bytes) else { return [] }
    return AgentConfigurationCheck(file: "agent.yml").findings(in: halvingDollars(bytes))
      .filter { $0.severity == .error }
  }

  /// The text as it is after the agent's expansion, which takes `$$` for one dollar.
  private static func halvingDollars(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var isSecond = false
    for byte in bytes {
      isSecond = byte == UInt8(ascii: "$") && result.last == UInt8(ascii: "$") && !isSecond
      if !isSecond { result.append(byte) }
    }
    return result
  }

  /// Whether there is a `${` whose dollar is not the second of two.
  private static func hasVariables(_ bytes: [UInt8]) -> Bool {
    var index = 0
    while index + 1 < bytes.count {
      guard bytes[index] == UInt8(ascii: "$") else {
        index += 1
        continue
      }
      if bytes[index + 1] == UInt8(ascii: "{") { return true }
      index += 2
    }
    return false
  }

  /// Without integrations that are to be written as they are.
  private func withoutTrusted(_ document: ConfigValue) -> ConfigValue {
    guard integrations.contains(where: { $0.integration.metadata.isValidationDisabled }),
      case .mapping(var members) = document
    else { return document }
    members["integrations"] = nil
    return .mapping(members)
  }

  // MARK: Places

  /// The finding at the manifest that is meant.
  private func placed(_ finding: Diagnostic) -> Diagnostic {
    let path = finding.message.prefix { $0 != " " }
    let parts = path.split(separator: ".", maxSplits: 2).map(String.init)
    let rest = parts.count > 2 ? parts[2] + finding.message.dropFirst(path.count) : finding.message
    if parts.count > 2, let (name, index) = Self.element(parts[1]) {
      switch (parts[0], name) {
      case ("metrics", "configs") where hierarchy.metrics.indices.contains(index):
        let instance = hierarchy.metrics[index].instance
        return moved(
          finding, to: Rendering.Owner(instance), rest,
          at: rest.hasPrefix("scrape_configs") ? instance.spec.additionalScrapeConfigs?.origin : nil)
      case ("logs", "configs") where hierarchy.logs.indices.contains(index):
        return placed(finding, in: hierarchy.logs[index], rest)
      case ("integrations", _):
        let entries = integrations.filter { "\($0.name)_configs" == name }
        if entries.indices.contains(index) {
          let integration = entries[index].integration
          return moved(
            finding, to: Rendering.Owner(integration), "spec.config.\(rest)",
            at: integration.spec.config.location(of: .root))
        }
      default: break
      }
    }
    return moved(finding, to: Rendering.Owner(hierarchy.agent), finding.message)
  }

  /// A finding of a logs instance is of the PodLogs that a job is made of, where it is made of one.
  private func placed(_ finding: Diagnostic, in found: AgentHierarchy.Logs, _ rest: String) -> Diagnostic {
    let parts = rest.split(separator: ".", maxSplits: 1).map(String.init)
    guard let (name, index) = parts.first.flatMap(Self.element), name == "scrape_configs" else {
      return moved(finding, to: Rendering.Owner(found.instance), rest)
    }
    if takesPodLogs, found.podLogs.indices.contains(index) {
      return moved(finding, to: Rendering.Owner(found.podLogs[index]), parts.dropFirst().joined())
    }
    return moved(
      finding, to: Rendering.Owner(found.instance), rest,
      at: found.instance.spec.additionalScrapeConfigs?.origin)
  }

  private func moved(
    _ finding: Diagnostic, to owner: Rendering.Owner, _ message: String, at place: SourceLocation? = nil
  ) -> Diagnostic {
    Diagnostic(
      .error, code: finding.code, subject: owner.reference, at: place ?? owner.origin, message,
      remedy: finding.remedy)
  }

  /// `configs[2]` is `configs` and 2.
  private static func element(_ part: String) -> (name: String, index: Int)? {
    guard part.hasSuffix("]"), let start = part.firstIndex(of: "["),
      let index = Int(part[part.index(after: start)...].dropLast())
    else { return nil }
    return (String(part[..<start]), index)
  }
}

extension ConfigValue {
  /// The document without the jobs of monitors, each of which is judged once for all documents.
  fileprivate var withoutMonitors: ConfigValue {
    guard case .mapping(var document) = self, case .mapping(var metrics)? = document["metrics"] else {
      return self
    }
    metrics["configs"] = metrics["configs"].map { configs in
      .list(
        configs.elements.map { config in
          guard case .mapping(var instance) = config, let jobs = instance["scrape_configs"] else {
            return config
          }
          instance["scrape_configs"] = .list(
            jobs.elements.filter { if case .job = $0 { false } else { true } })
          return .mapping(instance)
        })
    }
    document["metrics"] = .mapping(metrics)
    return .mapping(document)
  }
}
