import AgentConfiguration
import Base
import Documents
import Manifests

/// Finds the fields of manifests that keys of a rendered document are made of.
struct ManifestPlaces {
  /// A field of a manifest.
  struct Place {
    let owner: Rendering.Owner
    let location: SourceLocation
    /// Empty where it concerns the object as a whole.
    let field: String
  }

  private typealias Steps = ArraySlice<ConfigurationPath.Step>

  private let hierarchy: AgentHierarchy
  /// By the lists that they stand in, such as `redis_configs`.
  private let integrations: [String: [HierarchyMember<Integration>]]
  /// What the jobs of monitors are made of, by metrics instance. Those of a large instance take long to find, so it is done
  /// once for all that is asked.
  private let monitored: [[JobSource]]
  private let takesPodLogs: Bool

  /// - Parameters:
  ///   - integrations: those of the document, with their names, in the order in which they stand there.
  ///   - takesMonitors: whether jobs of monitors stand before the additional ones.
  ///   - takesPodLogs: whether jobs of PodLogs do.
  ///   - jobSources: what the jobs of an instance's monitors are made of.
  init(
    hierarchy: AgentHierarchy, integrations: [(name: String, integration: HierarchyMember<Integration>)],
    takesMonitors: Bool, takesPodLogs: Bool,
    jobSources: (AgentHierarchy.Metrics) -> [JobSource] = { $0.jobSources }
  ) {
    self.hierarchy = hierarchy
    self.integrations = integrations.reduce(into: [:]) { lists, entry in
      lists["\(entry.name)_configs", default: []].append(entry.integration)
    }
    monitored = takesMonitors ? hierarchy.metrics.map(jobSources) : []
    self.takesPodLogs = takesPodLogs
  }

  /// Whether a key is of integrations that are to be written as they are.
  func isTrusted(_ path: ConfigurationPath?) -> Bool {
    guard let steps = path?.steps, case .key("integrations")? = steps.first, steps.count > 1,
      case .key(let list) = steps[1]
    else { return false }
    let entries = integrations[list, default: []]
    if steps.count > 2, case .element(let index) = steps[2], entries.indices.contains(index) {
      return entries[index].metadata.isValidationDisabled
    }
    return !entries.isEmpty && entries.allSatisfy(\.metadata.isValidationDisabled)
  }

  func place(of path: ConfigurationPath?) -> Place {
    let steps = path?.steps[...] ?? []
    let rest = steps.dropFirst(3)
    if steps.count > 2, case .key(let section) = steps[0], case .key(let list) = steps[1] {
      switch (section, list, steps[2]) {
      case ("metrics", "configs", .element(let index)) where hierarchy.metrics.indices.contains(index):
        return place(in: hierarchy.metrics[index], monitored.isEmpty ? [] : monitored[index], rest)
      case ("logs", "configs", .element(let index)) where hierarchy.logs.indices.contains(index):
        return place(in: hierarchy.logs[index], rest)
      case ("metrics", "global", _): return globalPlace(steps.dropFirst(2))
      case ("integrations", _, .element(let index)):
        let entries = integrations[list, default: []]
        if entries.indices.contains(index) { return place(in: entries[index], rest) }
      default: break
      }
    }
    if steps.count > 1, case .key("integrations") = steps[0], case .key(let list) = steps[1],
      let first = integrations[list, default: []].first
    {
      return Place(
        owner: Rendering.Owner(first), location: first.spec.places.location(of: "name"), field: "spec.name")
    }
    return Place(
      owner: Rendering.Owner(hierarchy.agent), location: hierarchy.agent.origin,
      field: path.map(\.description) ?? "")
  }

  // MARK: Parts

  private func globalPlace(_ steps: Steps) -> Place {
    let spec = hierarchy.agent.spec.metrics
    let owner = Rendering.Owner(hierarchy.agent)
    if let target = Self.element(of: "remote_write", steps), spec.remoteWrite.indices.contains(target.index) {
      return Self.place(
        owner, spec.remoteWrite[target.index].places, "spec.metrics.remoteWrite[\(target.index)]", target.rest
      )
    }
    return Self.place(owner, spec.places, "spec.metrics", steps)
  }

  private func place(in found: AgentHierarchy.Metrics, _ sources: [JobSource], _ steps: Steps) -> Place {
    let owner = Rendering.Owner(found.instance)
    let spec = found.instance.spec
    if let target = Self.element(of: "remote_write", steps), spec.remoteWrite.indices.contains(target.index) {
      return Self.place(
        owner, spec.remoteWrite[target.index].places, "spec.remoteWrite[\(target.index)]", target.rest)
    }
    if let job = Self.element(of: "scrape_configs", steps) {
      if job.index < sources.count { return Self.place(sources[job.index], job.rest) }
      let additional = [.element(job.index - sources.count)] + Array(job.rest)
      return Self.additionalPlace(owner, spec.additionalScrapeConfigs, additional[...])
    }
    if case .key("scrape_configs")? = steps.first {
      return Self.additionalPlace(owner, spec.additionalScrapeConfigs, steps.dropFirst())
    }
    return Self.place(owner, spec.places, "spec", steps)
  }

  private static func place(_ job: JobSource, _ steps: Steps) -> Place {
    if let places = job.places { return place(job.owner, places, job.field, steps) }
    return Place(owner: job.owner, location: job.location, field: field(job.field, steps))
  }

  private func place(in found: AgentHierarchy.Logs, _ steps: Steps) -> Place {
    let owner = Rendering.Owner(found.instance)
    let spec = found.instance.spec
    if let client = Self.element(of: "clients", steps) {
      // Without clients of its own an instance has those of the GrafanaAgent.
      let isOwn = !spec.clients.isEmpty
      let clients = isOwn ? spec.clients : hierarchy.agent.spec.logs.clients
      if clients.indices.contains(client.index) {
        return Self.place(
          isOwn ? owner : Rendering.Owner(hierarchy.agent), clients[client.index].places,
          "spec.\(isOwn ? "" : "logs.")clients[\(client.index)]", client.rest)
      }
    }
    if let job = Self.element(of: "scrape_configs", steps) {
      let monitored = takesPodLogs ? found.podLogs.count : 0
      if job.index < monitored { return place(in: found.podLogs[job.index], job.rest) }
      let additional = [.element(job.index - monitored)] + Array(job.rest)
      return Self.additionalPlace(owner, spec.additionalScrapeConfigs, additional[...])
    }
    return Self.place(owner, spec.places, "spec", steps)
  }

  private func place(in podLogs: HierarchyMember<PodLogs>, _ steps: Steps) -> Place {
    let owner = Rendering.Owner(podLogs)
    if let stage = Self.element(of: "pipeline_stages", steps),
      podLogs.spec.stages.indices.contains(stage.index)
    {
      return Self.place(
        owner, podLogs.spec.stages[stage.index].places, "spec.pipelineStages[\(stage.index)]", stage.rest)
    }
    return Place(owner: owner, location: podLogs.origin, field: Self.field("spec", steps))
  }

  private func place(in integration: HierarchyMember<Integration>, _ steps: Steps) -> Place {
    let pointer = steps.reduce(JSONPointer.root) { pointer, step in
      switch step {
      case .key(let name): pointer.appending(name)
      case .element(let index): pointer.appending(index)
      }
    }
    return Place(
      owner: Rendering.Owner(integration), location: integration.spec.config.location(of: pointer),
      field: "spec.config\(Self.text(steps) { $0 })")
  }

  private static func additionalPlace(
    _ owner: Rendering.Owner, _ selector: KeySelector?, _ steps: Steps
  ) -> Place {
    Place(
      owner: owner, location: selector?.origin ?? owner.origin,
      field: "additionalScrapeConfigs\(text(steps) { $0 })")
  }

  // MARK: Names

  private static func place(
    _ owner: Rendering.Owner, _ places: FieldPlaces, _ path: String, _ steps: Steps
  ) -> Place {
    let inner = text(steps, manifestName).drop { $0 == "." }
    return Place(owner: owner, location: places.location(of: String(inner)), field: field(path, steps))
  }

  private static func field(_ path: String, _ steps: Steps) -> String { path + text(steps, manifestName) }

  private static func text(_ steps: Steps, _ name: (String) -> String) -> String {
    steps.reduce("") { text, step in
      switch step {
      case .key(let key): "\(text).\(name(key))"
      case .element(let index): "\(text)[\(index)]"
      }
    }
  }

  /// The index behind a key, and what follows it.
  private static func element(of key: String, _ steps: Steps) -> (index: Int, rest: Steps)? {
    guard case .key(key)? = steps.first, case .element(let index)? = steps.dropFirst().first else {
      return nil
    }
    return (index, steps.dropFirst(2))
  }

  /// What manifests call a key of the agent's.
  static func manifestName(_ key: String) -> String {
    if let name = otherNames[key] { return name }
    let words = key.split(separator: "_")
    return words.dropFirst().reduce(String(words.first ?? "")) {
      $0 + ($1.first.map { String($0).uppercased() } ?? "") + $1.dropFirst()
    }
  }

  /// Those that are not the same in other letters.
  private static let otherNames = [
    "min_wal_time": "minWALTime", "max_wal_time": "maxWALTime", "firstline": "firstLine",
    "batchwait": "batchWait", "batchsize": "batchSize", "labelallow": "labelAllow", "labeldrop": "labelDrop",
    "metric_relabel_configs": "metricRelabelings", "relabel_configs": "relabelings", "metrics_path": "path",
    "scrape_interval": "interval", "enable_http2": "enableHttp2",
  ]
}
