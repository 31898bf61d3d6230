import Manifests

/// What the jobs of a metrics instance are made of, found out when it is asked for the first time.
struct JobSources {
  private let found: AgentHierarchy.Metrics
  private let monitored: Int
  private lazy var monitors = found.jobSources
  private lazy var additional = JobSource(
    owner: .init(found.instance),
    location: found.instance.spec.additionalScrapeConfigs?.origin ?? found.instance.origin, places: nil,
    field: "spec.additionalScrapeConfigs")

  /// - Parameter monitored: how many jobs of monitors the document has; those of `additionalScrapeConfigs` stand behind them.
  init(_ found: AgentHierarchy.Metrics, monitored: Int) {
    self.found = found
    self.monitored = monitored
  }

  /// - Parameter job: its place in the instance.
  subscript(job: Int) -> JobSource {
    mutating get { job < monitored ? monitors[job] : additional }
  }
}
