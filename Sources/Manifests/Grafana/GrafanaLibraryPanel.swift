import Base

/// Kind `GrafanaLibraryPanel`: a panel that dashboards share (reference grafana-operator.md section 2.11).
public struct GrafanaLibraryPanel: ContentManifest {
  public static let kind = "GrafanaLibraryPanel"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]
  public static let noun = "library panel"

  public let common: GrafanaCommonSpec
  public let uid: String?
  public private(set) var content: ContentSource
  /// Nil: the top level.
  public let folder: FolderReference?
  public let inputs: [GrafanaDashboard.InputMapping]
  public let environment: [ContentVariable]
  public let substitutesEnvironment: Bool
  public let plugins: [PluginRequirement]

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let namespace = metadata.namespace
    let read = document.requiredObject("spec", remedy: "write spec with instanceSelector and json") { spec in
      (
        fields: ContentFields(spec, metadata: metadata, noun: Self.noun, hasCatalogue: false),
        folder: FolderReference(spec, uid: "folderUID", reference: "folderRef", namespace: namespace)
      )
    }
    guard let read, let common = read.fields.common, let content = read.fields.content else { return nil }
    self.common = common
    self.content = content
    uid = read.fields.uid
    folder = read.folder
    inputs = read.fields.inputs
    environment = read.fields.environment
    substitutesEnvironment = metadata.substitutesEnvironment
    plugins = read.fields.plugins
  }

  /// The same without the panel's text, which is read again when it is written or compared.
  public var stripped: GrafanaLibraryPanel {
    var copy = self
    copy.content = content.stripped
    return copy
  }
}
