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
  private let mode: AgentMode
  private(set) var diagnostics: [Diagnostic] = []
  /// Whether two jobs of the document are called alike, which only few are.
  private var hasEqualNames = false

  /// - Parameter mode: what runs the document.
  init(_ hierarchy: AgentHierarchy, metrics: ConfigValue, mode: AgentMode) {
    self.hierarchy = hierarchy
    self.mode = mode
    self.metrics = metrics
    let agent = hierarchy.agent
    let global = metrics["global"] ?? .mapping([:])
    checkTargets(
      global["remote_write"]?.elements ?? [], agent.spec.metrics.remoteWrite, Rendering.Owner(agent))
    let place = agent.spec.metrics.places.location(of: "")
    diagnostics += TextCheck.check(global, of: Rendering.Owner(agent), place: "metrics.global") { _ in place }
    let instances = zip(hierarchy.metrics, metrics["configs"]?.elements ?? []).map { found, config in
      Checked(found, config)
    }
    var names: Set<String> = Set(minimumCapacity: instances.reduce(0) { $0 + $1.jobs.count })
    hasEqualNames = instances.contains { $0.jobs.contains { !names.insert($0.name).inserted } }
    for instance in instances { check(instance, global: global) }
    if hasEqualNames { checkSharedJobs(instances, global: global) }
  }

  /// A rendered instance with its jobs.
  private struct Checked {
    let found: AgentHierarchy.Metrics
    let config: ConfigValue
    let jobs: [RenderedJob]
    /// How many of the jobs are of monitors: those stand first.
    let monitored: Int

    var instance: HierarchyMember<MetricsInstance> { found.instance }

    init(_ found: AgentHierarchy.Metrics, _ config: ConfigValue) {
      self.found = found
      self.config = config
      let configs = config["scrape_configs"]?.elements ?? []
      monitored = configs.prefix { if case .job = $0 { true } else { false } }.count
      jobs = configs.map { job in
        if case .job(let known) = job { known } else { RenderedJob(job, record: RenderingRecord()) }
      }
    }

    /// What stands behind the name of a job in a message.
    func origin(of job: Int) -> String { job < monitored ? "" : " of additionalScrapeConfigs" }
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
    // One minute is Prometheus's default; a larger global timeout is cut down, a job's own is not (reference section 5).
    let usual = global["scrape_interval"].map(duration) ?? .seconds(60)
    let frequency = checked.instance.spec.walTruncateFrequency.flatMap(GoDuration.parse) ?? .seconds(3600)
    var sources = JobSources(checked.found, monitored: checked.monitored)
    var names: Set<String> = []
    var nameless = 0
    for (index, job) in checked.jobs.enumerated() {
      let known = diagnostics.count
      let name = job.name
      if index < checked.monitored, !job.textProblems.isEmpty {
        let source = sources[index]
        diagnostics += job.textProblems.map {
          $0.diagnostic(of: source.owner, place: "job \(name)", at: source.location)
        }
      }
      if name.isEmpty {
        nameless += 1
        if nameless <= Self.mostNameless {
          tell(
            "invalid-job", sources[index],
            "job \(index + 1 - checked.monitored)\(checked.origin(of: index)) has no job_name",
            remedy: "give the job a name")
        }
        continue
      }
      if hasEqualNames, !names.insert(name).inserted {
        tell(
          "duplicate-job", sources[index],
          "\(checked.instance.reference) has two jobs named \(name), which the agent refuses",
          remedy: "rename one of them")
      }
      let interval = job.interval ?? (job.hasUnknownInterval ? nil : usual)
      if let interval, interval > frequency {
        tell(
          "invalid-job", sources[index],
          "job \(name)\(checked.origin(of: index)) is scraped less often than walTruncateFrequency of "
            + "\(checked.instance.reference), which the agent refuses",
          remedy: "raise spec.walTruncateFrequency or lower the interval")
      }
      if let timeout = job.timeout, let interval, timeout > interval {
        tell(
          "invalid-job", sources[index],
          "job \(name)\(checked.origin(of: index)) has a timeout above its interval, which the agent refuses",
          remedy: "lower the timeout")
      }
      // Jobs that are no monitor's are judged with their document.
      guard diagnostics.count == known, index < checked.monitored, !job.errors.isEmpty else { continue }
      tell(job.errors, of: job, sources[index])
    }
  }

  private mutating func tell(_ errors: [ConfigurationFinding], of job: RenderedJob, _ source: JobSource) {
    for error in errors {
      var place = source.location
      if let places = source.places, case .key(let key)? = error.path?.steps.first {
        place = places.location(of: ManifestPlaces.manifestName(key))
      }
      tell(
        .error, error.diagnostic.code, source.owner, place, "job \(job.name): \(error.diagnostic.message)",
        remedy: error.diagnostic.remedy ?? "")
    }
  }

  /// More of them would hide everything else.
  private static let mostNameless = 10

  /// Instances that differ only in name and jobs share one process inside the agent; with one job name in common it
  /// accepts the file and then scrapes nothing for either.
  private mutating func checkSharedJobs(_ instances: [Checked], global: ConfigValue) {
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
    guard let last = instances.last, let job = last.jobs.firstIndex(where: { $0.name == name }) else {
      return
    }
    var sources = JobSources(last.found, monitored: last.monitored)
    let others = instances.dropLast().map { "\($0.instance.reference) (\($0.instance.origin.fileAndLine))" }
    let shown = others.prefix(3).joined(separator: ", ")
    let rest = others.count > 3 ? " and \(others.count - 3) more" : ""
    // In Alloy each instance has components of its own.
    let outcome =
      mode.isAlloy
      ? "Alloy scrapes and sends it for each of them"
      : "the agent would scrape \(others.count == 1 ? "neither" : "none of them")"
    tell(
      mode.isAlloy ? .warning : .error, "duplicate-job", Rendering.Owner(last.instance),
      sources[job].location,
      "job \(name) also stands in \(shown)\(rest), whose settings are the same: \(outcome)",
      remedy: job < last.monitored
        ? "select the monitor from one of the instances, or give one a remoteWrite of its own"
        : "rename one of the jobs")
  }

  /// Tells an error of a job.
  private mutating func tell(
    _ code: String, _ source: JobSource, _ message: String, remedy: String
  ) {
    tell(.error, code, source.owner, source.location, message, remedy: remedy)
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
