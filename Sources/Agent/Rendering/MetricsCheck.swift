import Base
import Documents
import Manifests

/// Rules of the agent over whole metrics instances (reference agent-operator.md section 5), held against what was
/// rendered.
struct MetricsCheck {
  let hierarchy: AgentHierarchy
  /// The rendered `metrics` of the document.
  let metrics: ConfigValue
  private(set) var diagnostics: [Diagnostic] = []

  init(_ hierarchy: AgentHierarchy, metrics: ConfigValue) {
    self.hierarchy = hierarchy
    self.metrics = metrics
    let agent = hierarchy.agent
    let global = metrics["global"] ?? .mapping([:])
    checkTargets(
      global["remote_write"]?.elements ?? [], agent.spec.metrics.remoteWrite, Rendering.Owner(agent))
    let place = agent.spec.metrics.places.location(of: "")
    diagnostics += TextCheck.check(global, of: Rendering.Owner(agent), place: "metrics.global") { _ in place }
    let instances = Array(zip(hierarchy.metricsInstances, metrics["configs"]?.elements ?? []))
    for (instance, config) in instances { check(instance, config, global: global) }
    checkSharedJobs(instances, global: global)
  }

  private mutating func check(
    _ instance: HierarchyMember<MetricsInstance>, _ config: ConfigValue, global: ConfigValue
  ) {
    let owner = Rendering.Owner(instance)
    checkTargets(config["remote_write"]?.elements ?? [], instance.spec.remoteWrite, owner)
    checkJobs(instance, config["scrape_configs"]?.elements ?? [], global: global)
    let place = instance.spec.places.location(of: "")
    diagnostics += TextCheck.check(config, of: owner, place: "the configuration") { _ in place }
    if config["remote_write"] == nil, global["remote_write"] == nil {
      tell(
        .warning, "no-receiver", owner, instance.spec.places.location(of: "remoteWrite"),
        "neither this MetricsInstance nor \(hierarchy.agent.reference) has remoteWrite: its metrics are sent nowhere",
        remedy: "write spec.remoteWrite")
    }
  }

  private mutating func checkTargets(
    _ rendered: [ConfigValue], _ targets: [RemoteWrite], _ owner: Rendering.Owner
  ) {
    for index in targets.indices.dropFirst() where index < rendered.count {
      let place = targets[index].places.location(of: "url")
      if let name = targets[index].name, targets[..<index].contains(where: { $0.name == name }) {
        tell(
          .error, "duplicate-receiver", owner, targets[index].places.location(of: "name"),
          "two entries of remoteWrite are named \(name), which the agent refuses",
          remedy: "rename one of them")
      } else if rendered[..<index].contains(rendered[index]) {
        tell(
          .error, "duplicate-receiver", owner, place,
          "two entries of remoteWrite are the same, which the agent refuses",
          remedy: "keep one of them")
      }
    }
  }

  private mutating func checkJobs(
    _ instance: HierarchyMember<MetricsInstance>, _ jobs: [ConfigValue], global: ConfigValue
  ) {
    let owner = Rendering.Owner(instance)
    let place = instance.spec.additionalScrapeConfigs?.origin ?? instance.origin
    let frequency = instance.spec.walTruncateFrequency.flatMap(GoDuration.parse) ?? .seconds(3600)
    var names: Set<String> = []
    for (index, job) in jobs.enumerated() {
      guard let name = job["job_name"]?.writtenText, !name.isEmpty else {
        tell(
          .error, "invalid-job", owner, place, "job \(index + 1) of additionalScrapeConfigs has no job_name",
          remedy: "give the job a name")
        continue
      }
      if !names.insert(name).inserted {
        tell(
          .error, "duplicate-job", owner, place,
          "additionalScrapeConfigs has two jobs named \(name), which the agent refuses",
          remedy: "rename one of them")
      }
      // One minute is Prometheus's default; a larger global timeout is cut down, a job's own is not (reference section 5).
      let interval = duration(job["scrape_interval"]) ?? duration(global["scrape_interval"]) ?? .seconds(60)
      if interval > frequency {
        tell(
          .error, "invalid-job", owner, place,
          "job \(name) of additionalScrapeConfigs is scraped less often than walTruncateFrequency, which the agent refuses",
          remedy: "raise spec.walTruncateFrequency or lower the interval")
      }
      if let timeout = duration(job["scrape_timeout"]), timeout > interval {
        tell(
          .error, "invalid-job", owner, place,
          "job \(name) of additionalScrapeConfigs has a timeout above its interval, which the agent refuses",
          remedy: "lower the timeout")
      }
    }
  }

  /// Instances that differ only in name and jobs share one process inside the agent; with one job name in common it
  /// accepts the file and then scrapes nothing for either.
  private mutating func checkSharedJobs(
    _ instances: [(HierarchyMember<MetricsInstance>, ConfigValue)], global: ConfigValue
  ) {
    var seen: [(instance: HierarchyMember<MetricsInstance>, settings: ConfigValue, jobs: Set<String>)] = []
    for (instance, config) in instances {
      guard case .mapping(var settings) = config else { continue }
      let jobs = Set((config["scrape_configs"]?.elements ?? []).compactMap { $0["job_name"]?.writtenText })
      settings["name"] = nil
      settings["scrape_configs"] = nil
      if settings["remote_write"] == nil { settings["remote_write"] = global["remote_write"] }
      for other in seen where other.settings == .mapping(settings) {
        guard let job = other.jobs.intersection(jobs).min() else { continue }
        tell(
          .error, "duplicate-job", Rendering.Owner(instance),
          instance.spec.additionalScrapeConfigs?.origin ?? instance.origin,
          "job \(job) also stands in \(other.instance.reference) (\(other.instance.origin.fileAndLine)), whose settings are "
            + "the same: the agent would scrape neither", remedy: "rename one of the jobs")
      }
      seen.append((instance, .mapping(settings), jobs))
    }
  }

  private func duration(_ value: ConfigValue?) -> Duration? {
    value?.writtenText.flatMap(PrometheusDuration.parse)
  }

  private mutating func tell(
    _ severity: Diagnostic.Severity, _ code: String, _ owner: Rendering.Owner, _ place: SourceLocation,
    _ message: String, remedy: String
  ) {
    diagnostics.append(
      Diagnostic(severity, code: code, subject: owner.reference, at: place, message, remedy: remedy))
  }
}
