internal import Documents

/// A data source as the API shows it.
enum DataSourceView {
  /// A single read.
  static func json(_ source: DataSourceRecord, _ lens: Lens) -> JSON {
    let logo = lens.dataSources.showsLogo ? DataSourcePlugin.logoURL(of: source.type, lens) : ""
    var object = front(source, [("typeLogoUrl", JSON(logo))], lens)
    object["basicAuthUser"] = JSON(source.basicAuthUser)
    if lens.dataSources.showsPasswords { object["basicAuthPassword"] = JSON(source.basicAuthPassword) }
    object["withCredentials"] = JSON(source.withCredentials)
    object["isDefault"] = JSON(source.isDefault)
    object["jsonData"] = source.jsonData
    object["secureJsonFields"] = .object(JSONObject(source.secrets.keys.sorted().map { ($0, JSON(true)) }))
    object["version"] = JSON(source.version)
    object["readOnly"] = false
    if lens.dataSources.showsAPIVersion { object["apiVersion"] = "" }
    return .object(object)
  }

  /// An item of the list, which has neither version nor secrets.
  static func listed(_ source: DataSourceRecord, _ lens: Lens) -> JSON {
    var object = front(
      source,
      [
        ("typeName", JSON(DataSourcePlugin.named(source.type)?.name ?? source.type)),
        ("typeLogoUrl", JSON(DataSourcePlugin.logoURL(of: source.type, lens))),
      ], lens)
    object["isDefault"] = JSON(source.isDefault)
    object["jsonData"] = source.jsonData
    object["readOnly"] = false
    return .object(object)
  }

  private static func front(
    _ source: DataSourceRecord, _ type: [(String, JSON)], _ lens: Lens
  ) -> JSONObject {
    let password = lens.dataSources.showsPasswords ? [("password", JSON(source.password))] : []
    return JSONObject(
      [
        ("id", JSON(source.id)), ("uid", JSON(source.uid)), ("orgId", 1), ("name", JSON(source.name)),
        ("type", JSON(source.type)),
      ] + type + [
        ("access", JSON(source.access)), ("url", JSON(source.url)),
      ] + password + [
        ("user", JSON(source.user)), ("database", JSON(source.database)),
        ("basicAuth", JSON(source.basicAuth)),
      ])
  }
}
