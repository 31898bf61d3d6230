import Base

/// Kind `PodMonitor`: scrapes pods.
public struct PodMonitor: ManifestSpec {
  public static let kind = "PodMonitor"
  public static let apiVersions = MonitorGroup.apiVersions
  public static let unknownFieldSeverity = Diagnostic.Severity.warning

  public let jobLabel: String?
  public let selection: MonitorSelection
  public let endpoints: [MonitorEndpoint]

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let found = document.requiredObject("spec", remedy: "write spec with selector and podMetricsEndpoints") {
      spec -> (String?, MonitorSelection, [MonitorEndpoint]) in
      if !spec.has("podMetricsEndpoints") {
        spec.missing("podMetricsEndpoints", remedy: "write a list: - port: …")
      }
      let read = (
        spec.filledString("jobLabel"), MonitorSelection(spec),
        spec.objects("podMetricsEndpoints") { MonitorEndpoint($0, of: .pod) } ?? []
      )
      return read
    }
    guard let found else { return nil }
    (jobLabel, selection, endpoints) = found
  }
}
