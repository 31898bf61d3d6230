internal import Base
internal import Documents

/// What a client sends for a data source.
struct DataSourceFields: Sendable {
  let uid: String
  let name: String
  let type: String
  let access: String
  let url: String
  let user: String
  let database: String
  let basicAuth: Bool
  let basicAuthUser: String
  let withCredentials: Bool
  let isDefault: Bool
  let jsonData: JSON
  /// Empty values remove.
  let secrets: [String: SecretValue]
  /// Two secrets of old that stand outside of the others.
  let password: String
  let basicAuthPassword: String
  /// 0 where there is none.
  let version: Int

  init(_ body: JSONObject, _ lens: Lens) throws(Refusal) {
    type = body.text("type")
    access = body.text("access")
    let given = body.text("name")
    guard !type.isEmpty, !access.isEmpty, !given.isEmpty || lens.dataSources.nameIsOptional else {
      throw Refusal.badRequest
    }
    name = given.isEmpty ? type : given
    uid = body.text("uid")
    url = body.text("url")
    guard Self.isReadable(url) else {
      let quoted = lens.dataSources.addressRefusalsQuote ? ": \"\(url)\"" : ""
      throw Refusal.failed(400, "Validation error, invalid URL" + quoted)
    }
    user = body.text("user")
    database = body.text("database")
    basicAuth = body.flag("basicAuth")
    basicAuthUser = body.text("basicAuthUser")
    withCredentials = body.flag("withCredentials")
    isDefault = body.flag("isDefault")
    // Whatever stands here is stored [recordings: datasources, create-json-data-string].
    let data = body["jsonData"] ?? .null
    jsonData = data.isNull ? [:] : data
    version = body["version"]?.intValue ?? 0
    var secrets: [String: SecretValue] = [:]
    for member in body["secureJsonData"]?.objectValue?.members ?? [] {
      secrets[member.key] = SecretValue(member.value.stringValue ?? "")
    }
    self.secrets = secrets
    password = body.text("password")
    basicAuthPassword = body.text("basicAuthPassword")
  }

  /// Whether Go's `url.Parse` takes it: of its rules that for the brackets of an IPv6 address and that for control
  /// characters.
  private static func isReadable(_ url: String) -> Bool {
    guard !url.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return false }
    guard let scheme = url.range(ofText: "://") else { return true }
    let host = url[scheme...].prefix { $0 != "/" }
    return host.contains("[") == host.contains("]")
  }
}

extension String {
  /// Where the text behind the first occurrence of another begins.
  fileprivate func range(ofText other: String) -> String.Index? {
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(other) { return index(place, offsetBy: other.count) }
      place = index(after: place)
    }
    return nil
  }
}

extension DataSourceRecord {
  /// Replaces everything but secrets, number and uid. The version after is the one sent plus one, and 1 where none was
  /// sent (reference/grafana-http-api.md, section 5.3).
  mutating func replace(with fields: DataSourceFields, keepsBlankSecrets: Bool) {
    name = fields.name
    type = fields.type
    access = fields.access
    url = fields.url
    user = fields.user
    database = fields.database
    basicAuth = fields.basicAuth
    basicAuthUser = fields.basicAuthUser
    withCredentials = fields.withCredentials
    isDefault = fields.isDefault
    jsonData = fields.jsonData
    version = fields.version + 1
    password = fields.password
    basicAuthPassword = fields.basicAuthPassword
    take(fields.secrets, keepsBlank: keepsBlankSecrets)
  }

  /// Sets the secrets that have a value, removes those that are empty, keeps the others.
  /// - Parameter keepsBlank: empty ones are kept too, as versions before 9 do.
  mutating func take(_ changes: [String: SecretValue], keepsBlank: Bool) {
    for (key, value) in changes { secrets[key] = value.isEmpty && !keepsBlank ? nil : value }
  }
}

extension Workspace {
  /// Keeps a data source; a default one is the only one.
  mutating func store(_ source: DataSourceRecord) {
    if source.isDefault {
      for id in dataSources.keys { dataSources[id]?.isDefault = false }
    }
    dataSources[source.id] = source
  }
}
