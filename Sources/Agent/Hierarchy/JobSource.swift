import Base
import Manifests

/// What a job of a metrics instance is made of: an endpoint of a monitor, or a Probe.
struct JobSource {
  let owner: Rendering.Owner
  let location: SourceLocation
  /// Of the endpoint's fields; nil where it is none.
  let places: FieldPlaces?
  /// `spec.endpoints[0]`.
  let field: String
}

extension AgentHierarchy.Metrics {
  /// Those of all jobs that are made of monitors, in the order in which `Rendering` makes them. The jobs of
  /// `additionalScrapeConfigs` follow.
  var jobSources: [JobSource] {
    serviceMonitors.flatMap { Self.sources($0, $0.spec.endpoints, of: "spec.endpoints") }
      + podMonitors.flatMap { Self.sources($0, $0.spec.endpoints, of: "spec.podMetricsEndpoints") }
      + probes.map { JobSource(owner: .init($0), location: $0.origin, places: nil, field: "spec") }
  }

  private static func sources<Spec>(
    _ monitor: HierarchyMember<Spec>, _ endpoints: [MonitorEndpoint], of field: String
  ) -> [JobSource] {
    endpoints.enumerated().map { index, endpoint in
      JobSource(
        owner: .init(monitor), location: endpoint.places.location(of: ""), places: endpoint.places,
        field: "\(field)[\(index)]")
    }
  }
}
