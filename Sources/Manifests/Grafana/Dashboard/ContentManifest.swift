/// A kind whose object is one JSON text, which stands in the manifest or elsewhere: dashboards and library panels
/// (reference grafana-operator.md section 3).
public protocol ContentManifest: ManifestSpec {
  var common: GrafanaCommonSpec { get }
  /// Wins over the uid in the text.
  var uid: String? { get }
  var content: ContentSource { get }
  var inputs: [GrafanaDashboard.InputMapping] { get }
  /// What evaluated content is made with: external variables, each name once.
  var environment: [ContentVariable] { get }
  /// Also puts the environment into content that is not evaluated, in place of `${NAME}`.
  var substitutesEnvironment: Bool { get }
  var plugins: [PluginRequirement] { get }
  /// What messages call an object of the kind.
  static var noun: String { get }
}

extension ContentManifest {
  /// Whether values from elsewhere go into the content.
  public var usesEnvironment: Bool {
    !environment.isEmpty && (content.isEvaluated || substitutesEnvironment)
  }
}

/// The fields that all of these have beside those of their kind.
struct ContentFields {
  let common: GrafanaCommonSpec?
  let uid: String?
  let content: ContentSource?
  let inputs: [GrafanaDashboard.InputMapping]
  let environment: [ContentVariable]
  let plugins: [PluginRequirement]

  /// - Parameter noun: as `ContentManifest.noun`.
  /// - Parameter hasCatalogue: grafana.com has such objects.
  init(_ spec: FieldReader, metadata: ObjectMetadata, noun: String, hasCatalogue: Bool) {
    common = GrafanaCommonSpec(spec)
    uid = spec.uid("uid")
    inputs = GrafanaDashboard.InputMapping.read(spec)
    content = ContentSource.read(spec, metadata: metadata, noun: noun, hasCatalogue: hasCatalogue)
    environment = ContentVariable.read(spec)
    plugins = spec.objects("plugins") { PluginRequirement($0) } ?? []
    if let content, !content.isEvaluated, !metadata.substitutesEnvironment {
      for name in ["envs", "envFrom"] where spec.has(name) {
        spec.warning(
          "unused-variables", at: name,
          "spec.\(name) has no effect: it feeds Jsonnet only, as in grafana-operator",
          remedy:
            "annotate the manifest with \(ObjectMetadata.environmentAnnotation): enabled to have ${NAME} replaced"
        )
      }
    }
  }
}

extension GrafanaDashboard.InputMapping {
  static func read(_ spec: FieldReader) -> [GrafanaDashboard.InputMapping] {
    spec.objects("datasources") { fields in
      let input = fields.requiredString("inputName", remedy: "name the input, for example DS_PROMETHEUS")
      let name = fields.requiredString("datasourceName", remedy: "name the data source, or give its uid")
      guard let input, let name else { return nil }
      return GrafanaDashboard.InputMapping(inputName: input, datasourceName: name)
    } ?? []
  }
}
