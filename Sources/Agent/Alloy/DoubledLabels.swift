import AgentConfiguration
import Alloy
import Base
import Documents
import Manifests

/// Tells components that would be called alike, which Alloy's own converter refuses and ours numbers: at the manifest that
/// comes second, with the one that comes first.
struct DoubledLabels {
  let places: ManifestPlaces
  /// The document that was converted.
  let root: YAMLNode?

  func finding(_ group: NumberedComponents) -> Diagnostic {
    let own = part(at: group.location)
    let others = group.others.map(part)
    let names = Self.list(group.components)
    return Diagnostic(
      .error, code: "alloy-label", subject: own.place.owner.reference, at: own.place.location,
      "two components would be called \(names), which Alloy refuses"
        + (others.isEmpty ? "" : ": the same as of \(Self.list(others.map(\.description)))"),
      remedy:
        "\(own.remedy(others)), or choose \(ObjectMetadata.agentModeAnnotation): \(AgentMode.alloy.rawValue)")
  }

  private func part(at location: SourceLocation?) -> Part {
    var path = location.flatMap { root?.path(to: $0.position) } ?? .top
    // A mapping begins where its first key does.
    if case .key(let parent, _) = path, case .element = parent { path = parent }
    return Part(steps: path.steps, place: places.place(of: path))
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
  }

  /// A part of the document that components are made of: an instance, a job, an integration.
  private struct Part: CustomStringConvertible {
    let steps: [ConfigurationPath.Step]
    let place: ManifestPlaces.Place

    /// `ServiceMonitor mon/app (a.yaml:20)`
    var description: String {
      let owner = "\(place.owner.reference) (\(place.location.fileAndLine))"
      return isAdditional ? "\(place.field) of \(owner)" : owner
    }

    /// What gives one of both another label.
    func remedy(_ others: [Part]) -> String {
      if steps.starts(with: [.key("integrations")]) {
        // The labels of these two are fixed.
        let isFixed = ["app_agent_receiver_configs", "eventhandler_configs"].contains { list in
          steps.dropFirst().first == .key(list)
        }
        return isFixed
          ? "select one of them from a GrafanaAgent of its own"
          : "give it an instance of its own (spec.config.instance)"
      }
      if isAdditional { return "give one of the jobs another name" }
      // A monitor that two instances select: the names of these are what is alike.
      let isOneMonitor = others.contains {
        $0.place.owner.reference == place.owner.reference && $0.instance != instance
      }
      return isJob && !isOneMonitor ? "rename one of them" : "rename one of the instances"
    }

    private var isJob: Bool { steps.count > 4 && steps[3] == .key("scrape_configs") }

    private var isAdditional: Bool {
      isJob && ["MetricsInstance", "LogsInstance"].contains(place.owner.reference.kind)
    }

    private var instance: ArraySlice<ConfigurationPath.Step> { steps.prefix(3) }
  }
}
