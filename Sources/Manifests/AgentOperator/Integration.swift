import Base

/// Kind `Integration`: one built-in exporter or collector of the agent.
public struct Integration: ManifestSpec {
  public static let kind = "Integration"
  public static let apiVersions = AgentOperatorGroup.apiVersions
  public static let unknownFieldSeverity = Diagnostic.Severity.warning

  /// The agent's name of it, such as `mysql`.
  public let name: String
  /// Runs on every node, instead of once.
  public let runsOnAllNodes: Bool
  /// Says that there may be only one. Nothing is made of it but a check.
  public let isUnique: Bool
  public let config: IntegrationConfig
  /// Values that become files for the integration, in its namespace.
  public let files: [ValueSource]
  /// Of the pods that the integration runs in.
  public let volumes: VolumeSettings
  public let places: FieldPlaces

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let spec = document.requiredObject("spec", remedy: "write spec with name, type and config") { Fields($0) }
    guard let spec else { return nil }
    name = spec.name
    runsOnAllNodes = spec.runsOnAllNodes
    isUnique = spec.isUnique
    config = spec.config
    files = spec.files
    volumes = spec.volumes
    places = spec.places
  }

  private struct Fields {
    let name: String
    let runsOnAllNodes: Bool
    let isUnique: Bool
    let config: IntegrationConfig
    let files: [ValueSource]
    let volumes: VolumeSettings
    let places: FieldPlaces

    init(_ spec: FieldReader) {
      places = FieldPlaces(spec)
      name = spec.requiredString("name", remedy: "name the integration, for example node_exporter") ?? ""
      // The definition of the shipped kind demands `type`; the proposal (RFC 0002) does not, and nor do we.
      let type = spec.object("type") { ($0.bool("allNodes") ?? false, $0.bool("unique") ?? false) }
      runsOnAllNodes = type?.0 ?? false
      isUnique = type?.1 ?? false
      if !spec.has("config") {
        spec.missing("config", remedy: "write the settings of the integration, or {} where it needs none")
      }
      config = IntegrationConfig(spec, field: "config") ?? .empty(at: spec)
      let secrets = spec.objects("secrets") { KeySelector($0).map { ValueSource.secret($0) } } ?? []
      let configMaps = spec.objects("configMaps") { KeySelector($0).map { ValueSource.configMap($0) } } ?? []
      files = secrets + configMaps
      volumes = VolumeSettings(spec)
    }
  }
}
