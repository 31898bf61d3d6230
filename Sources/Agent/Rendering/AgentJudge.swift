import AgentConfiguration
import Base
import Documents
import Manifests

/// Holds what was rendered against what a real agent would do with it: for what no rule of the manifests has told before.
struct AgentJudge {
  /// Stands in every text whose value is not known here: variables of the agent, and values that are somewhere else.
  static let unknownMark = "\u{E000}unknown\u{E000}"

  let places: ManifestPlaces
  /// Objects that something is wrong with already: what an agent would say may only follow from that.
  let faulty: Set<ObjectReference>

  /// What an agent would refuse, or take and never do, in a document without the jobs of monitors, each of which is judged
  /// once for all documents.
  func errors(in document: ConfigValue) -> [Diagnostic] {
    Self.errors(in: document.withoutMonitors, as: .whole).compactMap { finding in
      // What concerns the text as a whole may follow from anything that is wrong in it.
      guard !places.isTrusted(finding.path), !isOfNamesOfJobs(finding), finding.path != nil || faulty.isEmpty
      else { return nil }
      let place = places.place(of: finding.path)
      guard !faulty.contains(place.owner.reference) else { return nil }
      return Diagnostic(
        .error, code: finding.diagnostic.code, subject: place.owner.reference, at: place.location,
        place.field.isEmpty ? finding.problem : "\(place.field) \(finding.problem)",
        remedy: finding.diagnostic.remedy)
    }
  }

  /// Names of jobs are compared by `MetricsCheck`, with those of monitors, and told once for all instances.
  private func isOfNamesOfJobs(_ finding: ConfigurationFinding) -> Bool {
    guard let steps = finding.path?.steps, case .key("metrics")? = steps.first else { return false }
    return finding.diagnostic.code == "duplicate-name" && steps.contains(.key("scrape_configs"))
  }

  /// The same of the job of a monitor, whose times are compared with those around it elsewhere.
  static func errors(inJob job: ConfigValue) -> [ConfigurationFinding] {
    errors(in: job, as: .metricsJob)
  }

  private static func errors(
    in value: ConfigValue, as part: AgentConfigurationPart
  ) -> [ConfigurationFinding] {
    let check = AgentConfigurationCheck(
      file: "agent.yml", environment: { unknownMark + $0 }, unknownMark: unknownMark)
    return check.placedFindings(
      in: YAMLWriter.bytes(ConfigText(value: value, placeholders: nil)), as: part
    ).filter { $0.diagnostic.severity == .error }
  }
}

extension ConfigValue {
  /// The document without the jobs of monitors.
  fileprivate var withoutMonitors: ConfigValue {
    guard case .mapping(var document) = self, case .mapping(var metrics)? = document["metrics"] else {
      return self
    }
    metrics["configs"] = metrics["configs"].map { configs in
      .list(
        configs.elements.map { config in
          guard case .mapping(var instance) = config, let jobs = instance["scrape_configs"] else {
            return config
          }
          instance["scrape_configs"] = .list(
            jobs.elements.filter { if case .job = $0 { false } else { true } })
          return .mapping(instance)
        })
    }
    document["metrics"] = .mapping(metrics)
    return .mapping(document)
  }
}
