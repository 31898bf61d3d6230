import Base
import Manifests

/// Rules of the agent over whole logs instances (reference agent-operator.md sections 3.13 and 5), held against what was
/// rendered.
struct LogsCheck {
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - logs: the rendered `logs` of the document.
  ///   - takesPodLogs: whether jobs of PodLogs stand before the additional ones.
  init(_ hierarchy: AgentHierarchy, logs: ConfigValue?, takesPodLogs: Bool) {
    for (found, config) in zip(hierarchy.logs, logs?["configs"]?.elements ?? []) {
      let instance = found.instance
      let owner = Rendering.Owner(instance)
      let place = instance.spec.places.location(of: "")
      diagnostics += TextCheck.check(config, of: owner, place: "the configuration") { _ in place }
      if config["clients"] == nil {
        tell(
          .warning, "no-receiver", owner, instance.spec.places.location(of: "clients"),
          "neither this LogsInstance nor \(hierarchy.agent.reference) has clients: its logs are sent nowhere",
          remedy: "write spec.clients")
      }
      let additional = (config["scrape_configs"]?.elements ?? []).dropFirst(
        takesPodLogs ? found.podLogs.count : 0)
      for (index, job) in additional.enumerated() where (job["job_name"]?.writtenText ?? "").isEmpty {
        tell(
          .warning, "invalid-job", owner, instance.spec.additionalScrapeConfigs?.origin ?? instance.origin,
          "job \(index + 1) of additionalScrapeConfigs has no job_name", remedy: "give the job a name")
      }
    }
  }

  private mutating func tell(
    _ severity: Diagnostic.Severity, _ code: String, _ owner: Rendering.Owner, _ place: SourceLocation,
    _ message: String, remedy: String
  ) {
    diagnostics.append(
      Diagnostic(severity, code: code, subject: owner.reference, at: place, message, remedy: remedy))
  }
}
