import Base

/// One log job: its service discovery, sources, stages and rules (grafana/alloy,
/// internal/converter/internal/promtailconvert/internal/build/scrape_builder.go).
struct LogJobConversion {
  private let settings: SettingReader
  private let label: String
  private let context: LogContext
  private var group = ComponentGroup()

  /// - Parameter label: the label of the job's components.
  init(_ settings: SettingReader, label: String, context: LogContext) {
    self.settings = settings
    self.label = label
    self.context = context
  }

  static func group(_ settings: SettingReader, label: String, context: LogContext) -> ComponentGroup {
    var conversion = LogJobConversion(settings, label: label, context: context)
    conversion.convert()
    return conversion.group
  }

  private mutating func convert() {
    let discovery = DiscoveryConversion(settings, label: label, kinds: LogDiscovery.kinds)
    group.append(discovery.group)
    var targets = discovery.targets + LogDiscovery.written(settings)
    let agents = DiscoveryConversion(settings, label: label, kinds: [.consulagent])
    group.append(agents.group)
    targets += agents.targets

    let rules = RelabelRules.blocks(settings.list("relabel_configs"))
    let receivers = process()
    let sources = LogSource.all.filter { settings.section($0.key).isPresent }
    let containers = settings.list(DiscoveryKind.docker.key)
    let takesRules = sources.contains { $0.relabelling == .rules } || !containers.isEmpty
    if !rules.isEmpty, takesRules || !targets.isEmpty {
      group.append(
        AlloyBlock(
          "discovery.relabel", label: label, [.attribute("targets", Targets.joined(targets))] + rules))
    }
    if !rules.isEmpty, sources.contains(where: { $0.relabelling == .component }) {
      group.append(
        AlloyBlock("loki.relabel", label: label, [.attribute("forward_to", .list(receivers))] + rules))
    }
    // Where there are no clients, nobody looks at the jobs.
    if !context.receivers.isEmpty, sources.isEmpty, !hasDiscovery {
      settings.refuseKeys(
        "\(settings.path) has nothing that it could read lines from",
        remedy: "write static_configs, kubernetes_sd_configs or another source")
    }
    if targets.isEmpty { settings.know("encoding", "decompression") }
    if !targets.isEmpty { appendFiles(targets, hasRules: !rules.isEmpty, receivers) }
    for source in sources { append(source, hasRules: !rules.isEmpty, receivers) }
    for (index, container) in containers.enumerated() {
      append(container, index: index, hasRules: !rules.isEmpty, receivers)
    }
  }

  /// Whether something that brings lines is written at all, even if nothing comes of it.
  private var hasDiscovery: Bool {
    let kinds = LogDiscovery.kinds + [.consulagent, .docker]
    let keys = kinds.map(\.key) + DiscoveryKind.unsupported + ["static_configs"]
    return keys.contains { settings.has($0) }
  }

  /// The stages of the job.
  /// - Returns: who takes the lines.
  private mutating func process() -> [AlloyExpression] {
    let statements = StageConversion.statements(settings, "pipeline_stages") + context.limitStages
    if statements.isEmpty { return context.receivers }
    group.append(
      AlloyBlock(
        "loki.process", label: label, [.attribute("forward_to", .list(context.receivers))] + statements))
    return [.path("loki.process.\(label).receiver")]
  }

  private mutating func appendFiles(
    _ targets: [AlloyExpression], hasRules: Bool, _ receivers: [AlloyExpression]
  ) {
    let found: AlloyExpression =
      hasRules ? .path("discovery.relabel.\(label).output") : Targets.joined(targets)
    let fields: [Argument] = [
      .text("encoding"),
      .section(
        "decompression",
        [.kept(.flag, "enabled"), .duration("initial_delay"), .kept(.text, "format")]),
    ]
    group.append(
      AlloyBlock(
        "loki.source.file", label: label,
        [.attribute("targets", found), .attribute("forward_to", .list(receivers))] + fields.body(settings)
          + context.fileStatements))
  }

  private mutating func append(_ source: LogSource, hasRules: Bool, _ receivers: [AlloyExpression]) {
    var body = source.arguments.body(settings.section(source.key))
    switch source.relabelling {
    case .rules:
      body.append(.attribute("forward_to", .list(receivers)))
      body.append(.attribute("relabel_rules", rules(hasRules)))
    case .component:
      let forward = hasRules ? [.path("loki.relabel.\(label).receiver")] : receivers
      body.append(.attribute("forward_to", .list(forward)))
    }
    group.append(AlloyBlock(source.component, label: label, body))
  }

  /// Promtail reads logs of containers through the engine, not from files.
  private mutating func append(
    _ container: SettingReader, index: Int, hasRules: Bool, _ receivers: [AlloyExpression]
  ) {
    let own = index == 0 ? label : "\(label)_\(index + 1)"
    group.append(
      AlloyBlock(DiscoveryKind.docker.component, label: own, DiscoveryKind.docker.arguments.body(container)))
    let fields: [Argument] =
      HTTPClientArguments.all + [.duration("refresh_interval", given: .seconds(60))]
    group.append(
      AlloyBlock(
        "loki.source.docker", label: own,
        [
          .attribute("host", .string(container.text("host") ?? "")),
          .attribute("targets", .path("discovery.docker.\(own).targets")),
          .attribute("forward_to", .list(receivers)), .attribute("relabel_rules", rules(hasRules)),
        ] + fields.body(container)))
  }

  private func rules(_ hasRules: Bool) -> AlloyExpression {
    hasRules ? .path("discovery.relabel.\(label).rules") : .null
  }
}
