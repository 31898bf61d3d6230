import Base
import Documents

/// Kind `GrafanaDatasource`.
public struct GrafanaDatasource: ManifestSpec {
  public static let kind = "GrafanaDatasource"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]

  /// A value to put in place of `${KEY}` or `$KEY`, KEY being the selector's key.
  public struct Substitution: Hashable, Sendable {
    /// Path below the data source: `secureJsonData.password`, `jsonData.list[1].name`.
    public let targetPath: String
    public let source: ValueSource
    public let origin: SourceLocation
  }

  public let common: GrafanaCommonSpec
  public let uid: String?
  public let name: String
  public let type: String
  /// All fields but uid and secrets, in the form of Grafana's API.
  public let model: JSONObject
  /// Values of `secureJsonData`, before substitution.
  public let secrets: [String: SecretValue]
  public let substitutions: [Substitution]
  public let plugins: [PluginRequirement]
  /// Correlations that lead away from it; nil where the manifest leaves them alone.
  public let correlations: [DatasourceCorrelation]?
  /// Where `jsonData` and its members stand, for messages of later phases.
  public let places: FieldPlaces

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    guard
      let spec = document.requiredObject(
        "spec", remedy: "write spec with instanceSelector and datasource", { DatasourceFields($0) }),
      let common = spec.common, let datasource = spec.datasource, let name = datasource.name,
      let type = datasource.type
    else { return nil }
    self.common = common
    uid = spec.uid ?? datasource.uid
    self.name = name
    self.type = type
    model = datasource.model
    secrets = datasource.secrets
    substitutions = spec.substitutions
    plugins = spec.plugins
    places = datasource.places
    correlations = Self.correlations(document, hasUID: spec.uid ?? datasource.uid != nil)
  }

  /// One without values from elsewhere.
  init(
    common: GrafanaCommonSpec, uid: String?, name: String, type: String, model: JSONObject,
    secrets: [String: SecretValue], places: FieldPlaces
  ) {
    self.common = common
    self.uid = uid
    self.name = name
    self.type = type
    self.model = model
    self.secrets = secrets
    self.places = places
    substitutions = []
    plugins = []
    correlations = nil
  }

  /// Upstream has no field for them, so they ride in an annotation.
  private static func correlations(_ document: FieldReader, hasUID: Bool) -> [DatasourceCorrelation]? {
    let name = ObjectMetadata.correlationsAnnotation
    guard let text = document.annotation(name) else { return nil }
    guard hasUID else {
      document.document.tell(
        .error, code: "missing-field", at: text.location(.start).position,
        "annotation \(name) needs the uid of the data source, and the manifest has none",
        remedy: "write spec.uid")
      return nil
    }
    return CorrelationItems(label: "annotation \(name)", text: text.text ?? "") {
      code, message, remedy, place in
      document.document.tell(
        .error, code: code, at: text.location(place ?? .start).position, message, remedy: remedy)
    }.read()
  }

  /// Tells what is wrong with its settings, and which of its secrets stand in clear.
  func check(_ document: DocumentReader) {
    DatasourceFields.check(
      DatasourceModel(name: name, type: type, uid: uid, model: model, secrets: secrets, places: places),
      substitutions, document)
  }
}

private struct DatasourceFields {
  var common: GrafanaCommonSpec?
  var uid: String?
  var datasource: DatasourceModel?
  var substitutions: [GrafanaDatasource.Substitution]
  var plugins: [PluginRequirement]

  init(_ spec: FieldReader) {
    common = GrafanaCommonSpec(spec)
    uid = spec.uid("uid")
    plugins = spec.objects("plugins") { PluginRequirement($0) } ?? []
    datasource = spec.requiredObject("datasource", remedy: "write datasource with name, type and access") {
      DatasourceModel($0)
    }
    substitutions =
      spec.objects("valuesFrom") { fields in
        let path = fields.requiredString("targetPath", remedy: "write a path such as secureJsonData.password")
        let source = fields.requiredObject("valueFrom", remedy: "write secretKeyRef or configMapKeyRef") {
          ValueSource($0)
        }
        guard let path, let source else { return nil }
        if path.hasPrefix("datasource.") {
          fields.error(
            "invalid-value", at: "targetPath", "\(fields.qualified("targetPath")) begins with datasource.",
            remedy: "paths begin below datasource: \(path.dropFirst("datasource.".count))")
        }
        return GrafanaDatasource.Substitution(
          targetPath: path, source: source, origin: fields.document.location(fields.position("targetPath")))
      } ?? []
    if let datasource { Self.check(datasource, substitutions, spec.document) }
  }

  static func check(
    _ datasource: DatasourceModel, _ substitutions: [GrafanaDatasource.Substitution],
    _ document: DocumentReader
  ) {
    guard let type = datasource.type else { return }
    let settings = DatasourceSettings(
      type: type, model: datasource.model, secrets: Set(datasource.secrets.keys), substitutions: substitutions
    )
    let inClear = datasource.secrets.keys.sorted().filter { name in
      let text = datasource.secrets[name]?.revealed ?? ""
      return !text.isEmpty && !settings.isFilledIn("secureJsonData.\(name)", text)
    }
    if !inClear.isEmpty {
      document.tell(
        .warning, code: "secret-in-git", at: datasource.places.location(of: "secureJsonData").position,
        "secureJsonData stands in Git in clear: \(inClear.joined(separator: ", "))",
        remedy: "name a Secret with spec.valuesFrom and keep its values in a directory given by --secrets")
    }
    for finding in AWSDatasourceCheck.findings(in: settings) {
      document.tell(
        finding.severity, code: finding.code, at: datasource.places.location(of: finding.path).position,
        finding.message, remedy: finding.remedy)
    }
  }
}

private struct DatasourceModel {
  var name: String?
  var type: String?
  var uid: String?
  var model: JSONObject
  var secrets: [String: SecretValue]
  var places: FieldPlaces
}

extension DatasourceModel {
  init(_ fields: FieldReader) {
    // orgId: a token belongs to one organisation. editable: the API has no such field (reference section 2.4).
    fields.ignore("orgId", "editable")
    name = fields.requiredString("name", remedy: "give the data source a name")
    type = fields.requiredString("type", remedy: "name the plugin, for example prometheus")
    uid = fields.uid("uid")
    var members: [(String, JSON)] = []
    for field in ["name", "type", "access", "url", "user", "database", "basicAuthUser"] {
      if let text = fields.string(field) { members.append((field, .string(text))) }
    }
    for field in ["isDefault", "basicAuth"] {
      if let flag = fields.bool(field) { members.append((field, .bool(flag))) }
    }
    if let access = fields.string("access"), access != "proxy", access != "direct" {
      fields.error(
        "invalid-value", at: "access", "\(fields.qualified("access")) is \(access)",
        remedy: "write proxy or direct")
    }
    if !fields.has("access") { members.append(("access", "proxy")) }
    if let data = fields.json("jsonData") {
      if data.objectValue == nil {
        fields.error(
          "wrong-type", at: "jsonData",
          "\(fields.qualified("jsonData")) must be a mapping, found \(data.typeName)",
          remedy: "write the plugin's settings as name: value")
      } else {
        members.append(("jsonData", data))
      }
    }
    model = JSONObject(members)
    secrets = fields.secretMap("secureJsonData") ?? [:]
    places = FieldPlaces(fields)
  }
}
