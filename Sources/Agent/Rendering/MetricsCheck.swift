import AgentConfiguration
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
    /// Of the endpoint; nil where it is none.
    let places: FieldPlaces?
    /// What stands behind its name in a message.
    let origin: String
    let name: String
    let interval: Duration?
    let timeout: Duration?
    let textProblems: [TextCheck.Problem]
    /// Nil for jobs that are no monitor's, which are judged with their document.
    let shared: RenderedJob?

    init(_ config: ConfigValue, of source: Source, origin: String) {
      owner = source.owner
      place = source.place
      places = source.places
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

  /// What a job is made of.
  private struct Source {
    let owner: Rendering.Owner
    let place: SourceLocation
    let places: FieldPlaces?

    init<Spec>(_ member: HierarchyMember<Spec>, at place: SourceLocation? = nil, _ places: FieldPlaces? = nil)
    {
      owner = Rendering.Owner(member)
      self.place = place ?? places?.location(of: "") ?? member.origin
      self.places = places
    }
  }

  private static func jobs(
    of found: AgentHierarchy.Metrics, _ configs: [ConfigValue], takesMonitors: Bool
  ) -> [Job] {
    var sources: [Source] = []
    if takesMonitors {
      for monitor in found.serviceMonitors {
        sources += monitor.spec.endpoints.map { Source(monitor, $0.places) }
      }
      for monitor in found.podMonitors {
        sources += monitor.spec.endpoints.map { Source(monitor, $0.places) }
      }
      sources += found.probes.map { Source($0) }
    }
    let additional = Source(found.instance, at: found.instance.spec.additionalScrapeConfigs?.origin)
    return configs.enumerated().map { index, config in
      let isAdditional = index >= sources.count
      return Job(
        config, of: isAdditional ? additional : sources[index],
        origin: isAdditional ? " of additionalScrapeConfigs" : "")
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
    guard targets.count > 1 else { return }
    // Those with names of their own are never the same.
    let nameless = rendered.map { $0["name"] == nil ? ComparableSettings.receiver($0.revealed) : nil }
    for index in targets.indices.dropFirst() where index < rendered.count {
      let place = targets[index].places.location(of: "url")
      if let name = targets[index].name, targets[..<index].contains(where: { $0.name == name }) {
        tell(
          .error, "duplicate-receiver", owner, targets[index].places.location(of: "name"),
          "two entries of remoteWrite are named \(name), which the agent refuses",
          remedy: "rename one of them")
      } else if let settings = nameless[index], nameless[..<index].contains(settings) {
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
        var place = job.place
        if let places = job.places, case .key(let key)? = error.path?.steps.first {
          place = places.location(of: JudgedPlaces.manifestName(key))
        }
        tell(
          .error, error.diagnostic.code, job.owner, place, "job \(name): \(error.diagnostic.message)",
          remedy: error.diagnostic.remedy ?? "")
      }
    }
  }

  /// More of them would hide everything else.
  private static let mostNameless = 10

  /// Instances that differ only in name and jobs share one process inside the agent; with one job name in common it
  /// accepts the file and then scrapes nothing for either.
  private mutating func checkSharedJobs(_ instances: [Checked], global: ConfigValue) {
    var names: Set<String> = []
    guard instances.contains(where: { $0.jobs.contains { !names.insert($0.name).inserted } }) else { return }
    // By the settings of a group, the jobs of its instances with those that have them.
    var groups: [ComparableSettings: [String: [Int]]] = [:]
    let shared = ComparableSettings.receivers(global["remote_write"]?.revealed ?? [])
    for (index, checked) in instances.enumerated() {
      guard case .mapping(var settings) = checked.config else { continue }
      settings["scrape_configs"] = nil
      let own = settings.removeValue(forKey: "remote_write")
      let group = ComparableSettings.instance(
        ConfigValue.mapping(settings).revealed,
        receivers: own.map { ComparableSettings.receivers($0.revealed) } ?? shared)
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
