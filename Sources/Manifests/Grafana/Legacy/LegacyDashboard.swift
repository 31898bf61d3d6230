import Base
import Documents

/// Kind `GrafanaDashboard` of grafana-operator 4 (reference grafana-operator.md section 6).
public struct LegacyDashboard: ManifestTranslation {
  public static let kind = "GrafanaDashboard"
  public static let apiVersions = ["integreatly.org/v1alpha1"]

  private let dashboard: GrafanaDashboard

  public var translations: [(part: String?, spec: any ManifestSpec)] { [(nil, dashboard)] }

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let dashboard = document.requiredObject("spec", remedy: "write spec with json") {
      spec -> GrafanaDashboard? in
      let title = spec.string("customFolderName").flatMap { $0.isEmpty ? nil : $0 } ?? metadata.namespace
      let plugins = spec.objects("plugins") { PluginRequirement($0) } ?? []
      return Self.content(spec, metadata).map {
        GrafanaDashboard(
          common: GrafanaCommonSpec(.namespace),
          // Upstream makes it of namespace and name where the JSON has none, so it is known without a cluster.
          fallbackUID: Digest.sha1(metadata.namespace + metadata.name), content: $0, folder: .title(title),
          inputs: GrafanaDashboard.InputMapping.read(spec), plugins: plugins,
          permissions: GrafanaDashboard.permissions(document, metadata))
      }
    }
    guard let dashboard else { return nil }
    self.dashboard = dashboard
  }

  private static let sources = [
    "json", "gzipJson", "url", "configMapRef", "gzipConfigMapRef", "grafanaCom", "jsonnet",
  ]

  private static func content(_ spec: FieldReader, _ metadata: ObjectMetadata) -> ContentSource? {
    let cacheDuration = spec.duration("contentCacheDuration")
    // `json` was required at first, so it often stands there empty.
    let present = sources.filter { spec.has($0) && spec.node($0)?.json.stringValue != "" }
    guard let source = present.first else {
      spec.missing(
        "json", remedy: "write json, gzipJson, url, configMapRef, gzipConfigMapRef, grafanaCom or jsonnet")
      return nil
    }
    if present.count > 1 {
      spec.error(
        "exclusive-fields", at: present[1],
        "only one of \(present.map { spec.qualified($0) }.joined(separator: ", ")) may be set",
        remedy: "keep one of them")
    }
    switch source {
    case "json": return spec.text("json").map { .json($0) }
    case "gzipJson": return spec.text("gzipJson").map { .gzipJSON($0) }
    // What is packed in a ConfigMap shows it by its first bytes.
    case "configMapRef", "gzipConfigMapRef":
      return spec.object(source) { KeySelector($0) }.map { .configMap($0) }
    case "url":
      return ContentSource.url(
        spec, cacheDuration, ContentSource.bearer(spec, metadata),
        credentials: "name a Secret with the annotation \(ObjectMetadata.urlTokenAnnotation)"
      ).map { .url($0) }
    case "grafanaCom": return ContentSource.grafanaCom(spec, cacheDuration).map { .grafanaCom($0) }
    case "jsonnet": return spec.text("jsonnet").map { .jsonnet($0) }
    default: return nil
    }
  }
}
