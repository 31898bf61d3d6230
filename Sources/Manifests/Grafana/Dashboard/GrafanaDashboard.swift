import Base
import Documents

/// Kind `GrafanaDashboard`.
public struct GrafanaDashboard: ContentManifest {
  public static let kind = "GrafanaDashboard"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]
  public static let noun = "dashboard"

  /// Where the dashboard is to lie.
  public enum Folder: Hashable, Sendable {
    case reference(FolderReference)
    /// A top-level folder by its title, made when it is not there; `General` is the top level itself.
    case title(String)
  }

  /// Replaces `${inputName}` in the JSON text by a data source's name or uid.
  public struct InputMapping: Hashable, Sendable {
    public let inputName: String
    public let datasourceName: String

    public init(inputName: String, datasourceName: String) {
      self.inputName = inputName
      self.datasourceName = datasourceName
    }
  }

  /// Sets the current value of a template variable.
  public struct Variable: Hashable, Sendable {
    public let name: String
    public let value: String
  }

  public let common: GrafanaCommonSpec
  public let uid: String?
  /// For a dashboard whose JSON has no uid either; nil leaves it open.
  public let fallbackUID: String?
  public private(set) var content: ContentSource
  public let folder: Folder
  public let inputs: [InputMapping]
  public let variables: [Variable]
  public let environment: [ContentVariable]
  public let substitutesEnvironment: Bool
  public let plugins: [PluginRequirement]
  public let sharing: PublicSharing?
  /// The `items` of Grafana's permission list; nil leaves what the workspace has.
  public let permissions: [JSON]?

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    guard
      let spec = document.requiredObject(
        "spec", remedy: "write spec with instanceSelector and json",
        { fields in DashboardFields(fields, metadata: metadata) }),
      let common = spec.shared.common, let content = spec.shared.content
    else { return nil }
    self.common = common
    self.content = content
    uid = spec.shared.uid
    fallbackUID = nil
    folder = spec.folder
    inputs = spec.shared.inputs
    variables = spec.variables
    environment = spec.shared.environment
    substitutesEnvironment = metadata.substitutesEnvironment
    plugins = spec.shared.plugins
    sharing = spec.sharing
    permissions = Self.permissions(document, metadata)
  }

  /// One of grafana-operator 4, which knew fewer fields.
  init(
    common: GrafanaCommonSpec, fallbackUID: String, content: ContentSource, folder: Folder,
    inputs: [InputMapping], plugins: [PluginRequirement], permissions: [JSON]?
  ) {
    self.common = common
    uid = nil
    self.fallbackUID = fallbackUID
    self.content = content
    self.folder = folder
    self.inputs = inputs
    variables = []
    environment = []
    substitutesEnvironment = false
    self.plugins = plugins
    sharing = nil
    self.permissions = permissions
  }

  /// The same without the dashboard's text, which is read again when it is written or compared.
  public var stripped: GrafanaDashboard {
    var copy = self
    copy.content = content.stripped
    return copy
  }

  /// Upstream has no field for them, so they ride in an annotation.
  static func permissions(_ document: FieldReader, _ metadata: ObjectMetadata) -> [JSON]? {
    let name = ObjectMetadata.permissionsAnnotation
    guard let text = metadata.annotations[name] else { return nil }
    return PermissionItems.read(text, label: "annotation \(name)") { code, message, remedy, _ in
      document.error(code, at: "metadata", message, remedy: remedy)
    }
  }
}

private struct DashboardFields {
  var shared: ContentFields
  var folder: GrafanaDashboard.Folder
  var variables: [GrafanaDashboard.Variable]
  var sharing: PublicSharing?

  init(_ spec: FieldReader, metadata: ObjectMetadata) {
    shared = ContentFields(spec, metadata: metadata, noun: GrafanaDashboard.noun, hasCatalogue: true)
    folder = Self.folder(spec, namespace: metadata.namespace)
    variables =
      spec.objects("variables") { fields in
        let value = fields.string("value") ?? ""
        return fields.requiredString("name", remedy: "name the template variable").map {
          GrafanaDashboard.Variable(name: $0, value: value)
        }
      } ?? []
    sharing = spec.object("publicSharing") { PublicSharing($0) }
  }

  private static func folder(_ spec: FieldReader, namespace: String) -> GrafanaDashboard.Folder {
    let title = spec.string("folder")
    let reference = FolderReference(spec, uid: "folderUID", reference: "folderRef", namespace: namespace)
    if let reference {
      if title != nil {
        spec.error(
          "exclusive-fields", at: "folder", "spec.folder may not be set together with folderUID or folderRef",
          remedy: "keep one of them")
      }
      return .reference(reference)
    }
    // Without any folder field upstream takes the namespace as the folder's title (reference section 2.3).
    return .title(title.flatMap { $0.isEmpty ? nil : $0 } ?? namespace)
  }
}
