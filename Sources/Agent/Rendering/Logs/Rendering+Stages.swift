import Documents
import Manifests

/// Reference agent-operator.md section 3.13.
extension Rendering {
  /// One step of a pipeline, with every key that it was given.
  func stage(_ stage: PipelineStage) -> ConfigValue {
    var entry = ConfigMapping()
    for part in stage.parts { entry.set(part.name, value(part)) }
    return entry.value
  }

  private func value(_ part: PipelineStage.Part) -> ConfigValue {
    switch part {
    case .plain: return .mapping([:])
    case .settings(_, let settings): return self.settings(settings).value
    case .list(_, let texts): return .list(texts.map { .text($0) })
    case .map(_, let texts): return .mapping(texts.mapValues { .text($0) })
    case .match(let settings, let stages):
      var entry = self.settings(settings)
      if let stages { entry.set("stages", .list(stages.map(stage))) }
      return entry.value
    case .metrics(let metrics):
      return .mapping(Dictionary(metrics.map { ($0.name, metric($0)) }) { first, _ in first })
    }
  }

  private func settings(_ settings: [PipelineStage.Setting]) -> ConfigMapping {
    var entry = ConfigMapping()
    for setting in settings {
      let value: ConfigValue =
        switch setting.value {
        case .text(let text): .text(text)
        case .number(let number): .number(JSONNumber(number))
        case .flag(let flag): .flag(flag)
        case .texts(let texts): .list(texts.map { .text($0) })
        case .map(let texts): .mapping(texts.mapValues { .text($0) })
        }
      entry.set(setting.name, value)
    }
    return entry
  }

  private func metric(_ metric: StageMetric) -> ConfigValue {
    var config = ConfigMapping()
    config.set("match_all", ifTrue: metric.matchesAll)
    config.set("count_entry_bytes", ifTrue: metric.countsBytes)
    config.set("value", text: metric.value)
    config.set("action", .text(metric.action))
    config.set("buckets", list: metric.buckets.map { .number($0) })
    var entry = ConfigMapping()
    entry.set("type", .text(metric.type))
    entry.set("description", text: metric.description)
    entry.set("prefix", text: metric.prefix)
    entry.set("source", text: metric.source)
    entry.set("max_idle_duration", text: metric.maxIdleDuration)
    entry.set("config", config.value)
    return entry.value
  }
}
