import Base
import Documents

/// Kind `GrafanaDataSource` of grafana-operator 4: a list of data sources, which went into a provisioning file of Grafana
/// (reference grafana-operator.md section 6).
public struct LegacyDatasourceList: ManifestTranslation {
  public static let kind = "GrafanaDataSource"
  public static let apiVersions = ["integreatly.org/v1alpha1"]

  private let datasources: [GrafanaDatasource]

  /// By their names, which a workspace has once.
  public var translations: [(part: String?, spec: any ManifestSpec)] {
    datasources.map { ($0.name, $0) }
  }

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let datasources = document.requiredObject("spec", remedy: "write spec with datasources") {
      spec -> [GrafanaDatasource]? in
      // The name of the provisioning file.
      spec.ignore("name")
      if !spec.has("datasources") { spec.missing("datasources", remedy: "write a list of data sources") }
      return spec.objects("datasources") { LegacyDatasource.read($0) }
    }
    guard let datasources else { return nil }
    self.datasources = datasources
    for (name, twins) in Dictionary(grouping: datasources, by: \.name) where twins.count > 1 {
      document.error(
        "duplicate-name", at: "spec", "spec.datasources names \(name) \(twins.count) times",
        remedy: "give each data source a name of its own")
    }
  }
}

/// Reads one data source of such a list.
enum LegacyDatasource {
  static func read(_ fields: FieldReader) -> GrafanaDatasource? {
    // orgId: a token belongs to one organisation. version, editable: of provisioning files, the API has no such fields.
    fields.ignore("orgId", "version", "editable")
    let name = fields.requiredString("name", remedy: "give the data source a name")
    let type = fields.requiredString("type", remedy: "name the plugin, for example prometheus")
    let uid = fields.uid("uid")
    let places = FieldPlaces(fields)
    var members: [(String, JSON)] = []
    for field in ["name", "type", "access", "url", "user", "database", "basicAuthUser"] {
      guard let text = fields.string(field) else { continue }
      members.append((field, .string(expand(text, fields, field))))
    }
    for field in ["isDefault", "basicAuth", "withCredentials"] {
      if let flag = fields.bool(field) { members.append((field, .bool(flag))) }
    }
    if let access = fields.string("access"), access != "proxy", access != "direct" {
      fields.error(
        "invalid-value", at: "access", "\(fields.qualified("access")) is \(access)",
        remedy: "write proxy or direct")
    }
    if !fields.has("access") { members.append(("access", "proxy")) }
    if let data = settings(fields) { members.append(("jsonData", data)) }
    let secrets = secrets(fields)
    guard let name, let type else { return nil }
    let datasource = GrafanaDatasource(
      common: GrafanaCommonSpec(.namespace), uid: uid, name: name, type: type, model: JSONObject(members),
      secrets: secrets, places: places)
    datasource.check(fields.document)
    return datasource
  }

  /// `customJsonData` takes the place of `jsonData`, whose fields were typed.
  private static func settings(_ fields: FieldReader) -> JSON? {
    let (typed, custom) = (fields.json("jsonData"), fields.json("customJsonData"))
    tellReplaced("jsonData", by: "customJsonData", fields)
    let name = custom == nil ? "jsonData" : "customJsonData"
    guard let data = custom ?? typed else { return nil }
    guard data.objectValue != nil else {
      fields.error(
        "wrong-type", at: name, "\(fields.qualified(name)) must be a mapping, found \(data.typeName)",
        remedy: "write the plugin's settings as name: value")
      return nil
    }
    return expand(data, fields, name)
  }

  private static func secrets(_ fields: FieldReader) -> [String: SecretValue] {
    let (typed, custom) = (fields.secretMap("secureJsonData"), fields.secretMap("customSecureJsonData"))
    tellReplaced("secureJsonData", by: "customSecureJsonData", fields)
    var secrets = custom ?? typed ?? [:]
    let name = custom == nil ? "secureJsonData" : "customSecureJsonData"
    secrets = secrets.mapValues { SecretValue(expand($0.revealed, fields, name, isSecret: true)) }
    // Grafana 9 took these fields away; since then their values are secrets.
    for field in ["password", "basicAuthPassword"] {
      guard let text = fields.string(field), !text.isEmpty else { continue }
      let value = SecretValue(expand(text, fields, field, isSecret: true))
      if secrets[field] == nil { secrets[field] = value }
    }
    return secrets
  }

  private static func tellReplaced(_ name: String, by other: String, _ fields: FieldReader) {
    guard fields.has(name), fields.has(other) else { return }
    fields.warning(
      "replaced-field", at: name,
      "\(fields.qualified(name)) has no effect beside \(other), which takes its place",
      remedy: "keep one of them")
  }

  // MARK: Variables

  /// Grafana puts variables of its own environment into provisioning files. A workspace has no such environment, so a
  /// variable is an error; `$$` is a dollar sign.
  private static func expand(
    _ text: String, _ fields: FieldReader, _ name: String, isSecret: Bool = false
  ) -> String {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    var result = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "$" else {
        result.append(character)
        continue
      }
      if rest.first == "$" {
        rest.removeFirst()
      } else if let next = rest.first, next == "{" || next == "_" || next.isASCII && next.isLetter {
        let variable = rest.prefix {
          $0 == "{" || $0 == "_" || $0 == "}" || $0.isASCII && ($0.isLetter || $0.isNumber)
        }
        fields.error(
          "environment-variable", at: name,
          isSecret
            ? "\(fields.qualified(name)) has a variable in it ($NAME), which Grafana took from its own environment"
            : "\(fields.qualified(name)) has the variable $\(variable) in it, which Grafana took from its own environment",
          remedy:
            "write a GrafanaDatasource of grafana.integreatly.org/v1beta1 with valuesFrom, or $$ for a dollar sign"
        )
        return text
      }
      result.append("$")
    }
    return result
  }

  private static func expand(_ value: JSON, _ fields: FieldReader, _ name: String) -> JSON {
    switch value {
    case .string(let text): .string(expand(text, fields, name))
    case .array(let elements): .array(elements.map { expand($0, fields, name) })
    case .object(let object):
      .object(JSONObject(object.members.map { ($0.key, expand($0.value, fields, name)) }))
    default: value
    }
  }
}
