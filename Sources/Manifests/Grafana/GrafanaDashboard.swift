import Base

/// Kind `GrafanaDashboard`.
public struct GrafanaDashboard: ManifestSpec {
  public static let kind = "GrafanaDashboard"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]

  /// Where the dashboard's JSON comes from.
  public enum Content: Sendable {
    case json(ManifestText)
    /// Base64 of gzip of JSON.
    case gzipJSON(ManifestText)
    case url(String, cacheDuration: Duration?, origin: SourceLocation)
    case configMap(KeySelector)
  }

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
  }

  /// Sets the current value of a template variable.
  public struct Variable: Hashable, Sendable {
    public let name: String
    public let value: String
  }

  public let common: GrafanaCommonSpec
  public let uid: String?
  public let content: Content
  public let folder: Folder
  public let inputs: [InputMapping]
  public let variables: [Variable]

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    guard
      let spec = document.requiredObject(
        "spec", remedy: "write spec with instanceSelector and json",
        { fields in DashboardFields(fields, namespace: metadata.namespace) }),
      let common = spec.common, let content = spec.content
    else { return nil }
    self.init(
      common: common, uid: spec.uid, content: content, folder: spec.folder, inputs: spec.inputs,
      variables: spec.variables)
  }

  private init(
    common: GrafanaCommonSpec, uid: String?, content: Content, folder: Folder, inputs: [InputMapping],
    variables: [Variable]
  ) {
    self.common = common
    self.uid = uid
    self.content = content
    self.folder = folder
    self.inputs = inputs
    self.variables = variables
  }

  /// The same without the dashboard's text, which is read again when it is written or compared.
  public var stripped: GrafanaDashboard {
    let small: Content =
      switch content {
      case .json(let text): .json(text.stripped)
      case .gzipJSON(let text): .gzipJSON(text.stripped)
      case .url, .configMap: content
      }
    return GrafanaDashboard(
      common: common, uid: uid, content: small, folder: folder, inputs: inputs, variables: variables)
  }
}

private struct DashboardFields {
  private static let sources = [
    "json", "gzipJson", "url", "configMapRef", "grafanaCom", "jsonnet", "jsonnetLib", "oci",
  ]

  var common: GrafanaCommonSpec?
  var uid: String?
  var content: GrafanaDashboard.Content?
  var folder: GrafanaDashboard.Folder
  var inputs: [GrafanaDashboard.InputMapping]
  var variables: [GrafanaDashboard.Variable]

  init(_ spec: FieldReader, namespace: String) {
    common = GrafanaCommonSpec(spec)
    uid = spec.uid("uid")
    folder = Self.folder(spec, namespace: namespace)
    inputs =
      spec.objects("datasources") { fields in
        let input = fields.requiredString("inputName", remedy: "name the input, for example DS_PROMETHEUS")
        let name = fields.requiredString("datasourceName", remedy: "name the data source, or give its uid")
        guard let input, let name else { return nil }
        return GrafanaDashboard.InputMapping(inputName: input, datasourceName: name)
      } ?? []
    variables =
      spec.objects("variables") { fields in
        let value = fields.string("value") ?? ""
        return fields.requiredString("name", remedy: "name the template variable").map {
          GrafanaDashboard.Variable(name: $0, value: value)
        }
      } ?? []
    content = Self.content(spec)
    Self.refuseOthers(spec)
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

  private static func content(_ spec: FieldReader) -> GrafanaDashboard.Content? {
    let present = sources.filter { spec.has($0) }
    let cacheDuration = spec.duration("contentCacheDuration")
    if present.isEmpty {
      spec.missing("json", remedy: "write json, gzipJson, url or configMapRef")
      return nil
    }
    spec.atMostOne(sources)
    switch present[0] {
    case "json": return spec.text("json").map { .json($0) }
    case "gzipJson": return spec.text("gzipJson").map { .gzipJSON($0) }
    case "configMapRef": return spec.object("configMapRef") { KeySelector($0) }.map { .configMap($0) }
    case "url":
      guard let url = spec.string("url"),
        spec.checkURL("url", url, credentials: "put the dashboard where it can be read without")
      else { return nil }
      return .url(url, cacheDuration: cacheDuration, origin: spec.document.location(spec.position("url")))
    default: return nil
    }
  }

  private static func refuseOthers(_ spec: FieldReader) {
    let remedy = "commit the dashboard's JSON instead"
    spec.refuse("grafanaCom", because: "nothing is fetched from grafana.com", remedy: remedy)
    spec.refuse("jsonnet", because: "Jsonnet is not evaluated", remedy: remedy)
    spec.refuse("jsonnetLib", because: "Jsonnet is not evaluated", remedy: remedy)
    spec.refuse("oci", because: "nothing is fetched from OCI registries", remedy: remedy)
    spec.refuse("urlAuthorization", because: "url content is fetched without credentials", remedy: remedy)
    spec.refuse(
      "publicSharing", because: "public links are not managed", remedy: "share the dashboard in the workspace"
    )
    spec.refuse(
      "plugins", because: "external workspaces take no plugins from manifests",
      remedy: "install the plugin in the workspace and remove spec.plugins")
    for name in ["envs", "envFrom"] where spec.has(name) {
      spec.warning(
        "ignored-field", at: name, "spec.\(name) has no effect: it feeds Jsonnet only, as in grafana-operator"
      )
    }
  }
}
