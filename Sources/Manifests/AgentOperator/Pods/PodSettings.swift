import Base
import Documents

/// What a GrafanaAgent says of the pods that its agents run in (reference agent-operator.md section 1.1).
public struct PodSettings: Sendable {
  /// Beside those that the pods have anyway, which win.
  public let labels: [String: String]
  public let annotations: [String: String]
  /// Tag of the image; nil for the usual one.
  public let version: String?
  /// Wins over the version.
  public let image: String?
  public let reloaderVersion: String?
  public let reloaderImage: String?
  /// Name of the port that the agents serve on; nil for the usual one.
  public let portName: String?
  public let enablesConfigReadAPI: Bool
  public let disablesReporting: Bool
  public let disablesSupportBundle: Bool
  /// Objects that are mounted as a whole.
  public let secrets: [String]
  public let configMaps: [String]
  public let storage: StorageSettings?
  public let volumes: VolumeSettings
  /// Of the agent's own container.
  public let resources: JSON?
  /// Changes of the containers that the pods have anyway, by their names, and further containers.
  public let containers: [CoreObject]
  public let initContainers: [CoreObject]
  /// Fields of a pod that are copied.
  public let copied: JSONObject
  /// Values that containers take into their environment.
  public let environmentReferences: [ValueSource]
  /// The names of all fields above that are set.
  public let setFields: [String]

  init(_ spec: FieldReader) {
    let metadata = spec.object("podMetadata") { fields in
      // The type is the one of all embedded objects; pods are named by what makes them.
      fields.declineWhatUpstreamIgnores("name")
      return (fields.stringMap("labels") ?? [:], fields.stringMap("annotations") ?? [:])
    }
    (labels, annotations) = metadata ?? ([:], [:])
    version = spec.filledString("version")
    image = spec.filledString("image")
    reloaderVersion = spec.filledString("configReloaderVersion")
    reloaderImage = spec.filledString("configReloaderImage")
    if image != nil, version != nil { spec.tellPassedOver("version", beside: "image") }
    if reloaderImage != nil, reloaderVersion != nil {
      spec.tellPassedOver("configReloaderVersion", beside: "configReloaderImage")
    }
    portName = spec.filledString("portName")
    enablesConfigReadAPI = spec.bool("enableConfigReadAPI") ?? false
    disablesReporting = spec.bool("disableReporting") ?? false
    disablesSupportBundle = spec.bool("disableSupportBundle") ?? false
    secrets = spec.strings("secrets") ?? []
    configMaps = spec.strings("configMaps") ?? []
    storage = spec.object("storage") { StorageSettings($0) }
    volumes = VolumeSettings(spec)
    resources = spec.core("resources", .mapping(.resources))
    containers = spec.objects("containers") { CoreObject($0, .container) } ?? []
    initContainers = spec.objects("initContainers") { CoreObject($0, .container) } ?? []
    copied = JSONObject(
      Self.copiedFields.compactMap { name, shape in spec.core(name, shape).map { (name, $0) } })
    environmentReferences = ["containers", "initContainers"].flatMap(spec.environmentReferences)
    setFields = Self.fields.filter(spec.has)
  }

  private static let copiedFields: [(String, CoreShape)] = [
    ("imagePullSecrets", .list(.localReference)), ("nodeSelector", .textMap), ("serviceAccountName", .text),
    ("affinity", .mapping(.affinity)), ("tolerations", .list(.toleration)),
    ("topologySpreadConstraints", .list(.topologySpreadConstraint)),
    ("securityContext", .mapping(.podSecurityContext)), ("priorityClassName", .text),
    ("runtimeClassName", .text),
  ]

  private static let fields =
    [
      "podMetadata", "version", "image", "configReloaderVersion", "configReloaderImage", "portName",
      "enableConfigReadAPI", "disableReporting", "disableSupportBundle", "secrets", "configMaps", "storage",
      "volumes", "volumeMounts", "resources", "containers", "initContainers",
    ] + copiedFields.map(\.0)
}
