import Base
import Documents
import Manifests

/// Finds the manifests that places of a role's document come from.
struct DocumentPlaces {
  let hierarchy: AgentHierarchy
  let role: AgentRole
  /// The integrations of the document, by their names in the order in which they stand there.
  let integrations: [(name: String, integration: HierarchyMember<Integration>)]

  /// What a part of the document is made of.
  private struct Origin {
    let owner: Rendering.Owner
    let location: SourceLocation?
    /// The path of the part in the document: `metrics.configs[0].scrape_configs[3]`.
    let path: String
    /// What the part is called where it comes from: `spec.config` of an Integration; empty where it has no name of its own.
    let name: String
    /// What a message calls the part itself.
    let word: String
  }

  /// The finding at the manifest that is meant.
  /// - Parameter root: the document in which the finding has its place.
  func moved(_ finding: Diagnostic, in root: YAMLNode?, remedy: String?) -> Diagnostic {
    let tokens = finding.location.flatMap { location in root?.path(to: location.position) } ?? []
    let origin = origin(of: tokens)
    var message = finding.message
    if !origin.path.isEmpty {
      message = message.replacingOccurrences(
        "\(origin.path).", with: origin.name.isEmpty ? "" : "\(origin.name).")
      message = message.replacingOccurrences(origin.path, with: origin.word)
    }
    return Diagnostic(
      finding.severity, code: finding.code, subject: origin.owner.reference,
      at: origin.location ?? origin.owner.origin, message, remedy: remedy)
  }

  private func origin(of tokens: [YAMLNode.PathToken]) -> Origin {
    let names = tokens.prefix(5)
    func index(_ place: Int) -> Int? { names.count > place ? names[place].index : nil }
    func name(_ place: Int) -> String? { names.count > place ? names[place].name : nil }
    switch (name(0), name(1), index(2)) {
    case ("metrics", "configs", let found?) where hierarchy.metrics.indices.contains(found):
      let instance = hierarchy.metrics[found]
      let path = "metrics.configs[\(found)]"
      if name(3) == "scrape_configs", let job = index(4) {
        return self.job(job, of: instance, path: "\(path).scrape_configs[\(job)]")
      }
      return Origin(
        owner: .init(instance.instance), location: nil, path: path, name: "", word: "the instance")
    case ("logs", "configs", let found?) where hierarchy.logs.indices.contains(found):
      let instance = hierarchy.logs[found]
      let path = "logs.configs[\(found)]"
      if name(3) == "scrape_configs", let job = index(4) {
        return self.job(job, of: instance, path: "\(path).scrape_configs[\(job)]")
      }
      return Origin(
        owner: .init(instance.instance), location: nil, path: path, name: "", word: "the instance")
    case ("integrations", let list?, let found?):
      let entries = integrations.filter { "\($0.name)_configs" == list }
      guard entries.indices.contains(found) else { break }
      let integration = entries[found].integration
      return Origin(
        owner: .init(integration), location: integration.spec.config.location(of: .root),
        path: "integrations.\(list)[\(found)]", name: "spec.config", word: "the integration")
    default: break
    }
    return Origin(owner: .init(hierarchy.agent), location: nil, path: "", name: "", word: "")
  }

  /// Jobs stand in the order in which `Rendering` makes them, those of `additionalScrapeConfigs` last.
  private func job(_ index: Int, of found: AgentHierarchy.Metrics, path: String) -> Origin {
    var owners: [Rendering.Owner] = []
    if role == .metrics {
      owners += found.serviceMonitors.flatMap { monitor in monitor.spec.endpoints.map { _ in .init(monitor) }
      }
      owners += found.podMonitors.flatMap { monitor in monitor.spec.endpoints.map { _ in .init(monitor) } }
      owners += found.probes.map { .init($0) }
    }
    if owners.indices.contains(index) {
      return Origin(owner: owners[index], location: nil, path: path, name: "", word: "the job")
    }
    return additionalJob(
      index - owners.count, of: .init(found.instance), found.instance.spec.additionalScrapeConfigs, path: path
    )
  }

  private func job(_ index: Int, of found: AgentHierarchy.Logs, path: String) -> Origin {
    if role == .logs, found.podLogs.indices.contains(index) {
      return Origin(owner: .init(found.podLogs[index]), location: nil, path: path, name: "", word: "the job")
    }
    let first = role == .logs ? found.podLogs.count : 0
    return additionalJob(
      index - first, of: .init(found.instance), found.instance.spec.additionalScrapeConfigs, path: path)
  }

  private func additionalJob(
    _ index: Int, of owner: Rendering.Owner, _ selector: KeySelector?, path: String
  ) -> Origin {
    let name = "additionalScrapeConfigs[\(index)]"
    return Origin(owner: owner, location: selector?.origin, path: path, name: name, word: name)
  }
}

extension YAMLNode {
  /// One step from a node to one below it.
  enum PathToken {
    case member(String)
    case element(Int)

    var name: String? { if case .member(let name) = self { name } else { nil } }
    var index: Int? { if case .element(let index) = self { index } else { nil } }
  }

  /// The way to the node that a position lies in, in a document whose parts stand in the order of their positions.
  func path(to position: Position) -> [PathToken] {
    switch value {
    case .scalar: return []
    case .sequence(let elements):
      guard let index = elements.lastIndex(where: { $0.position <= position }) else { return [] }
      return [.element(index)] + elements[index].path(to: position)
    case .mapping(let entries):
      guard let entry = entries.last(where: { $0.key.position <= position }) else { return [] }
      return [.member(entry.name)] + entry.value.path(to: position)
    }
  }
}
