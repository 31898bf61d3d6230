import Base

/// Kind `ServiceMonitor`: scrapes the endpoints of Services.
public struct ServiceMonitor: ManifestSpec {
  public static let kind = "ServiceMonitor"
  public static let apiVersions = MonitorGroup.apiVersions
  public static let unknownFieldSeverity = Diagnostic.Severity.warning

  public let jobLabel: String?
  public let targetLabels: [String]
  public let selection: MonitorSelection
  public let endpoints: [MonitorEndpoint]

  /// Whether it names files on the agent's machine, which `arbitraryFSAccessThroughSMs.deny` forbids.
  public var namesFiles: Bool { endpoints.contains(where: \.namesFiles) }

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let found = document.requiredObject("spec", remedy: "write spec with selector and endpoints") {
      spec -> (String?, [String], MonitorSelection, [MonitorEndpoint]) in
      if !spec.has("endpoints") { spec.missing("endpoints", remedy: "write a list: - port: …") }
      let read = (
        spec.filledString("jobLabel"), spec.strings("targetLabels") ?? [], MonitorSelection(spec),
        spec.objects("endpoints") { MonitorEndpoint($0, of: .service) } ?? []
      )
      return read
    }
    guard let found else { return nil }
    (jobLabel, targetLabels, selection, endpoints) = found
  }
}
