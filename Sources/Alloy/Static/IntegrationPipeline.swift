import Base

/// What stands behind an exporter: the labels of its targets and the scrape.
struct IntegrationPipeline {
  /// The integration's name: the value of the label `job` behind `integrations/`.
  let name: String
  /// The value of the label `instance`, where it is set.
  let instance: String?
  /// Labels for all metrics.
  let extraLabels: [String: String]
  /// What the integration's own `relabel_configs` are.
  let rules: [SettingReader]
  let metricRules: [SettingReader]
  let timing: ScrapeTiming
  /// More arguments of the scrape.
  let arguments: [AlloyStatement]

  /// Whether a rule of the integration's own gives its series their job.
  var setsJob: Bool { rules.contains { $0.text("target_label") == "job" } }

  /// The components behind the exporter.
  /// - Parameters:
  ///   - targets: the exporter's targets.
  ///   - label: what the labels end in: the integration's name or instance.
  func group(_ targets: AlloyExpression, label: String, receiver: AlloyExpression) -> ComponentGroup {
    var targetRules = RelabelRules.blocks(rules)
    for (name, value) in extraLabels.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      targetRules.append(RelabelRules.setting(name, to: value, from: "__address__"))
    }
    if let instance { targetRules.append(RelabelRules.setting("instance", to: instance)) }
    if !setsJob {
      targetRules.append(RelabelRules.setting("job", to: "integrations/\(name)"))
    }
    let job = ScrapeJob(
      name: "integrations/\(label)",
      label: AlloyIdentifier.sanitized("integrations_\(label)") ?? "integrations", targets: [targets],
      targetRules: targetRules, metricRules: RelabelRules.blocks(metricRules))
    return ScrapeConversion(defaults: ScrapeDefaults(), receiver: receiver)
      .pipeline(job, arguments: timing.statements + arguments)
  }
}
