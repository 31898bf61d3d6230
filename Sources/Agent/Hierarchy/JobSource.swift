import Base
import Manifests

/// What one of the jobs of a metrics instance is made of.
struct JobSource {
  let owner: Rendering.Owner
  let place: SourceLocation
  /// Of the fields of the endpoint; nil where it is none.
  let places: FieldPlaces?

  fileprivate init<Spec>(_ monitor: HierarchyMember<Spec>, _ places: FieldPlaces? = nil) {
    owner = Rendering.Owner(monitor)
    place = places?.location(of: "") ?? monitor.origin
    self.places = places
  }

  /// One of `additionalScrapeConfigs`.
  fileprivate init(additionalOf instance: HierarchyMember<MetricsInstance>) {
    owner = Rendering.Owner(instance)
    place = instance.spec.additionalScrapeConfigs?.origin ?? instance.origin
    places = nil
  }
}

/// What the jobs of a metrics instance are made of, found out when it is asked for the first time.
struct JobSources {
  private let found: AgentHierarchy.Metrics
  private let monitored: Int
  private lazy var monitors = found.monitorSources
  private lazy var additional = JobSource(additionalOf: found.instance)

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

extension AgentHierarchy.Metrics {
  /// Of the jobs of its monitors, in the order in which `Rendering` makes them.
  var monitorSources: [JobSource] {
    serviceMonitors.flatMap { monitor in monitor.spec.endpoints.map { JobSource(monitor, $0.places) } }
      + podMonitors.flatMap { monitor in monitor.spec.endpoints.map { JobSource(monitor, $0.places) } }
      + probes.map { JobSource($0) }
  }
}
