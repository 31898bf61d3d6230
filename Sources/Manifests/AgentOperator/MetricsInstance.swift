import Base

/// Kind `MetricsInstance`: one write-ahead log with its jobs and receivers.
public struct MetricsInstance: ManifestSpec {
  public static let kind = "MetricsInstance"
  public static let apiVersions = AgentOperatorGroup.apiVersions
  public static let unknownFieldSeverity = Diagnostic.Severity.warning

  public let walTruncateFrequency: String?
  public let minWALTime: String?
  public let maxWALTime: String?
  public let remoteFlushDeadline: String?
  public let writesStaleOnShutdown: Bool
  public let remoteWrite: [RemoteWrite]
  public let serviceMonitors: HierarchySelector
  public let podMonitors: HierarchySelector
  public let probes: HierarchySelector
  /// A list of jobs in Prometheus's own form.
  public let additionalScrapeConfigs: KeySelector?
  public let places: FieldPlaces

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let spec = document.requiredObject("spec", remedy: "write spec with remoteWrite, or spec: {}") {
      Fields($0)
    }
    guard let spec else { return nil }
    walTruncateFrequency = spec.walTruncateFrequency
    minWALTime = spec.minWALTime
    maxWALTime = spec.maxWALTime
    remoteFlushDeadline = spec.remoteFlushDeadline
    writesStaleOnShutdown = spec.writesStaleOnShutdown
    remoteWrite = spec.remoteWrite
    serviceMonitors = spec.serviceMonitors
    podMonitors = spec.podMonitors
    probes = spec.probes
    additionalScrapeConfigs = spec.additionalScrapeConfigs
    places = spec.places
  }

  private struct Fields {
    let walTruncateFrequency: String?
    let minWALTime: String?
    let maxWALTime: String?
    let remoteFlushDeadline: String?
    let writesStaleOnShutdown: Bool
    let remoteWrite: [RemoteWrite]
    let serviceMonitors: HierarchySelector
    let podMonitors: HierarchySelector
    let probes: HierarchySelector
    let additionalScrapeConfigs: KeySelector?
    let places: FieldPlaces

    init(_ spec: FieldReader) {
      places = FieldPlaces(spec)
      walTruncateFrequency = spec.goDuration("walTruncateFrequency")
      minWALTime = spec.goDuration("minWALTime")
      maxWALTime = spec.goDuration("maxWALTime")
      remoteFlushDeadline = spec.goDuration("remoteFlushDeadline")
      writesStaleOnShutdown = spec.bool("writeStaleOnShutdown") ?? false
      remoteWrite = spec.objects("remoteWrite") { RemoteWrite($0) } ?? []
      serviceMonitors = HierarchySelector(
        spec, labels: "serviceMonitorSelector", namespaces: "serviceMonitorNamespaceSelector")
      podMonitors = HierarchySelector(
        spec, labels: "podMonitorSelector", namespaces: "podMonitorNamespaceSelector")
      probes = HierarchySelector(spec, labels: "probeSelector", namespaces: "probeNamespaceSelector")
      additionalScrapeConfigs = spec.object("additionalScrapeConfigs") { KeySelector($0) }
      checkTimes(spec)
    }

    /// The rules of the agent's static/metrics/instance/instance.go, with its defaults for what is absent.
    private func checkTimes(_ spec: FieldReader) {
      for (name, text) in [
        ("walTruncateFrequency", walTruncateFrequency), ("remoteFlushDeadline", remoteFlushDeadline),
      ] {
        if let duration = text.flatMap(GoDuration.parse), duration <= .zero {
          spec.error(
            "invalid-value", at: name, "spec.\(name) must be greater than 0s",
            remedy: "remove it or write for example 1m")
        }
      }
      let least = minWALTime.map(GoDuration.parse) ?? Self.defaultMinWALTime
      let most = maxWALTime.map(GoDuration.parse) ?? Self.defaultMaxWALTime
      if let least, let most, least > most {
        spec.error(
          "invalid-value", at: minWALTime == nil ? "maxWALTime" : "minWALTime",
          "spec.minWALTime (\(minWALTime ?? "5m by default")) must not be greater than spec.maxWALTime "
            + "(\(maxWALTime ?? "4h by default"))", remedy: "change one of them")
      }
    }

    private static let defaultMinWALTime: Duration? = .seconds(5 * 60)
    private static let defaultMaxWALTime: Duration? = .seconds(4 * 3600)
  }
}
