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

  /// - Parameter takesMonitors: whether jobs of monitors stand before the additional ones.
  init(_ hierarchy: AgentHierarchy, metrics: ConfigValue, takesMonitors: Bool) {
    self.hierarchy = hierarchy
    self.metrics = metrics
    let agent = hierarchy.agent
    let global = metrics["global"] ?? .mapping([:])
    checkTargets(
      global["remote_write"]?.elements ?? [], agent.spec.metrics.remoteWrite, Rendering.Owner(agent))
    let place = agent.spec.metrics.places.location(of: "")
    diagnostics += TextCheck.check(global, of: Rendering.Owner(agent), place: "metrics.global") { _ in place }
    let instances = zip(hierarchy.metrics, metrics["configs"]?.elements ?? []).map { found, config in
      Checked(
        instance: found.instance, config: config,
        jobs: Self.jobs(of: found, config["scrape_configs"]?.elements ?? [], takesMonitors: takesMonitors))
    }
    for instance in instances { check(instance, global: global) }
    checkSharedJobs(instances, global: global)
  }

  private struct Checked {
    let instance: HierarchyMember<MetricsInstance>
    let config: ConfigValue
    let jobs: [Job]
  }

  /// A rendered job with the object that it comes from.
  private struct Job {
    let owner: Rendering.Owner
    let place: SourceLocation
    /// What stands behind its name in a message.
    let origin: String
    let name: String
    let interval: Duration?
    let timeout: Duration?
    let textProblems: [TextCheck.Problem]
    /// Nil for jobs that are no monitor's, which are judged with their document.
    let shared: RenderedJob?

    init(_ config: ConfigValue, of owner: Rendering.Owner, at place: SourceLocation, origin: String) {
      self.owner = owner
      self.place = place
      self.origin = origin
      let job: RenderedJob
      if case .job(let known) = config {
        job = known
        shared = known
        textProblems = known.textProblems
      } else {
        // Its texts are looked at with those of its instance.
        job = RenderedJob(config, record: RenderingRecord())
        shared = nil
        textProblems = []
      }
      name = job.name
      interval = job.interval
      timeout = job.timeout
    }
  }

  private static func jobs(
    of found: AgentHierarchy.Metrics, _ configs: [ConfigValue], takesMonitors: Bool
  ) -> [Job] {
    var sources: [(owner: Rendering.Owner, place: SourceLocation)] = []
    if takesMonitors {
      for monitor in found.serviceMonitors {
        sources += monitor.spec.endpoints.map { (.init(monitor), $0.places.location(of: "")) }
      }
      for monitor in found.podMonitors {
        sources += monitor.spec.endpoints.map { (.init(monitor), $0.places.location(of: "")) }
      }
      sources += found.probes.map { (.init($0), $0.origin) }
    }
    let instance = found.instance
    let additional = (
      owner: Rendering.Owner(instance),
      place: instance.spec.additionalScrapeConfigs?.origin ?? instance.origin
    )
    return configs.enumerated().map { index, config in
      let isAdditional = index >= sources.count
      let source = isAdditional ? additional : sources[index]
      return Job(
        config, of: source.owner, at: source.place, origin: isAdditional ? " of additionalScrapeConfigs" : "")
    }
  }

  private mutating func check(_ checked: Checked, global: ConfigValue) {
    let instance = checked.instance
    let owner = Rendering.Owner(instance)
    checkTargets(checked.config["remote_write"]?.elements ?? [], instance.spec.remoteWrite, owner)
    checkJobs(checked, global: global)
    let place = instance.spec.places.location(of: "")
    diagnostics += TextCheck.check(checked.config, of: owner, place: "the configuration") { _ in place }
    if checked.config["remote_write"] == nil, global["remote_write"] == nil {
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

  private mutating func checkJobs(_ checked: Checked, global: ConfigValue) {
    let frequency = checked.instance.spec.walTruncateFrequency.flatMap(GoDuration.parse) ?? .seconds(3600)
    var names: Set<String> = []
    let monitored = checked.jobs.count(where: \.origin.isEmpty)
    var nameless = 0
    for (index, job) in checked.jobs.enumerated() {
      let name = job.name
      let known = diagnostics.count
      diagnostics += job.textProblems.map {
        $0.diagnostic(of: job.owner, place: "job \(name)", at: job.place)
      }
      if name.isEmpty {
        nameless += 1
        if nameless <= Self.mostNameless {
          tell(
            .error, "invalid-job", job.owner, job.place,
            "job \(index + 1 - monitored)\(job.origin) has no job_name", remedy: "give the job a name")
        }
        continue
      }
      if !names.insert(name).inserted {
        tell(
          .error, "duplicate-job", job.owner, job.place,
          "\(checked.instance.reference) has two jobs named \(name), which the agent refuses",
          remedy: "rename one of them")
      }
      // One minute is Prometheus's default; a larger global timeout is cut down, a job's own is not (reference section 5).
      let interval =
        job.interval ?? duration(global["scrape_interval"]) ?? .seconds(60)
      if interval > frequency {
        tell(
          .error, "invalid-job", job.owner, job.place,
          "job \(name)\(job.origin) is scraped less often than walTruncateFrequency of "
            + "\(checked.instance.reference), which the agent refuses",
          remedy: "raise spec.walTruncateFrequency or lower the interval")
      }
      if let timeout = job.timeout, timeout > interval {
        tell(
          .error, "invalid-job", job.owner, job.place,
          "job \(name)\(job.origin) has a timeout above its interval, which the agent refuses",
          remedy: "lower the timeout")
      }
      guard diagnostics.count == known, let errors = job.shared?.errors else { continue }
      for error in errors {
        tell(
          .error, error.code, job.owner, job.place, "job \(name): \(error.message)",
          remedy: error.remedy ?? "")
      }
    }
  }

  /// More of them would hide everything else.
  private static let mostNameless = 10

  /// Instances that differ only in name and jobs share one process inside the agent; with one job name in common it
  /// accepts the file and then scrapes nothing for either.
  private mutating func checkSharedJobs(_ instances: [Checked], global: ConfigValue) {
    // By the settings of a group, the jobs of its instances with those that have them.
    var groups: [String: [String: [Int]]] = [:]
    for (index, checked) in instances.enumerated() {
      guard case .mapping(var settings) = checked.config else { continue }
      settings["name"] = nil
      settings["scrape_configs"] = nil
      if settings["remote_write"] == nil { settings["remote_write"] = global["remote_write"] }
      let group = JSONWriter.string(ConfigValue.mapping(settings).revealed, style: .compact)
      for name in Set(checked.jobs.map(\.name)) where !name.isEmpty {
        groups[group, default: [:]][name, default: []].append(index)
      }
    }
    for (name, indices) in groups.values.flatMap({ $0 }).sorted(by: { $0.key < $1.key })
    where indices.count > 1 {
      tellShared(name, indices.sorted().map { instances[$0] })
    }
  }

  /// Told once for all instances, at the last of them.
  private mutating func tellShared(_ name: String, _ instances: [Checked]) {
    guard let last = instances.last, let job = last.jobs.first(where: { $0.name == name }) else { return }
    let others = instances.dropLast().map { "\($0.instance.reference) (\($0.instance.origin.fileAndLine))" }
    let shown = others.prefix(3).joined(separator: ", ")
    let rest = others.count > 3 ? " and \(others.count - 3) more" : ""
    tell(
      .error, "duplicate-job", Rendering.Owner(last.instance), job.place,
      "job \(name) also stands in \(shown)\(rest), whose settings are the same: the agent would scrape "
        + (others.count == 1 ? "neither" : "none of them"),
      remedy: job.origin.isEmpty
        ? "select the monitor from one of the instances, or give one a remoteWrite of its own"
        : "rename one of the jobs")
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
