internal import Base
internal import Documents

/// `/api/datasources` (reference/grafana-http-api.md, section 5).
enum DataSourceEndpoints {
  static func register(in routes: inout RouteTable) {
    let base = "/api/datasources"
    let read = Access.role(routes.lens.dataSources.reader, "datasources:read")
    let write = Access.role(.admin, "datasources:write")
    let delete = Access.role(.admin, "datasources:delete")
    routes.add("GET", base, read, list)
    routes.add("POST", base, .role(.admin, "datasources:create"), create)
    routes.add("GET", base + "/id/:name", .role(.viewer, "datasources.id:read"), numberOfName)
    for place in ["/uid/:uid", "/name/:name", "/:id"] {
      routes.add("GET", base + place, read, get)
      routes.add("DELETE", base + place, delete, remove)
    }
    routes.add("PUT", base + "/:id", write, update)
    if routes.lens.dataSources.hasUIDRoutes { routes.add("PUT", base + "/uid/:uid", write, update) }
  }

  /// The data source that a path names.
  static func source(_ call: Call, _ workspace: Workspace) throws(Refusal) -> DataSourceRecord {
    let found: DataSourceRecord?
    if !call["uid"].isEmpty {
      found = workspace.dataSources.values.first { $0.uid == call["uid"] }
    } else if !call["name"].isEmpty {
      found = workspace.dataSources.values.first { $0.name == call["name"] }
    } else {
      guard let id = Int(call["id"]) else { throw malformedNumber(workspace.lens) }
      found = workspace.dataSources[id]
    }
    guard let found else { throw Refusal.dataSourceNotFound }
    return found
  }

  private static func malformedNumber(_ lens: Lens) -> Refusal {
    lens.dataSources.hasUIDRoutes ? .plain(400, "id is invalid") : .failed(400, "id is invalid")
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let sorted = workspace.dataSources.values.map { (key: $0.name.lowercased(), source: $0) }
      .sorted { ($0.key, $0.source.id) < ($1.key, $1.source.id) }
    return .json(.array(sorted.map { DataSourceView.listed($0.source, call.lens) }))
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json(DataSourceView.json(try source(call, workspace), call.lens))
  }

  private static let numberOfName: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    .json(["id": JSON(try source(call, workspace).id)])
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let fields = try DataSourceFields(try call.body.object(), call.lens)
    let lens = call.lens
    if lens.dataSources.uidsAreChecked, ObjectUID.problem(of: fields.uid) != nil {
      throw Refusal.coded(400, "datasource.uidInvalid", "Invalid datasource UID.")
    }
    guard !workspace.dataSources.values.contains(where: { $0.name == fields.name }) else {
      throw Refusal.failed(409, "data source with the same name already exists")
    }
    guard !workspace.dataSources.values.contains(where: { $0.uid == fields.uid }) else {
      throw Refusal.failed(409, "data source with the same uid already exists")
    }
    if workspace.quotas.isReached("data_source", used: workspace.dataSources.count) {
      throw Refusal.plain(403, "data_source Quota reached")
    }
    let isFirst = lens.dataSources.firstIsDefault && workspace.dataSources.isEmpty
    var source = DataSourceRecord(
      id: workspace.names.number(.dataSource),
      uid: fields.uid.isEmpty ? workspace.names.uid() : fields.uid, name: fields.name, type: fields.type,
      access: fields.access, url: fields.url, user: fields.user, database: fields.database,
      basicAuth: fields.basicAuth, basicAuthUser: fields.basicAuthUser,
      withCredentials: fields.withCredentials, isDefault: fields.isDefault || isFirst,
      jsonData: fields.jsonData, secrets: [:], password: fields.password,
      basicAuthPassword: fields.basicAuthPassword, version: 1)
    source.take(fields.secrets, keepsBlank: lens.dataSources.keepsBlankSecrets)
    workspace.store(source)
    return changed(source, "Datasource added", lens)
  }

  private static let update: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let fields = try DataSourceFields(try call.body.object(), call.lens)
    var source = try source(call, workspace)
    let others = workspace.dataSources.values.filter { $0.id != source.id }
    guard !others.contains(where: { $0.name == fields.name }) else {
      throw call.lens.errorsAreCoded
        ? .failed(409, "Failed to update datasource: data source with the same name already exists")
        : .failed(500, "Failed to update datasource")
    }
    guard fields.version == 0 || source.version <= fields.version else {
      throw Refusal.failed(
        409, "Datasource has already been updated by someone else. Please reload and try again")
    }
    if !fields.uid.isEmpty, fields.uid != source.uid {
      guard call.lens.dataSources.uidCanChange, !others.contains(where: { $0.uid == fields.uid }) else {
        throw Refusal.failed(500, "Failed to update datasource")
      }
      source.uid = fields.uid
    }
    source.replace(with: fields, keepsBlankSecrets: call.lens.dataSources.keepsBlankSecrets)
    workspace.store(source)
    return changed(source, "Datasource updated", call.lens)
  }

  private static let remove: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let source = try source(call, workspace)
    workspace.dataSources[source.id] = nil
    workspace.extras.forgetDataSource(
      source.uid, keepsLinks: call.lens.extras.correlations == .typed)
    let message = "Data source deleted"
    if call["uid"].isEmpty, call["name"].isEmpty { return .message(message) }
    return .json(["id": JSON(source.id), "message": JSON(message)])
  }

  private static func changed(_ source: DataSourceRecord, _ message: String, _ lens: Lens) -> Answer {
    .json([
      "datasource": DataSourceView.json(source, lens), "id": JSON(source.id), "message": JSON(message),
      "name": JSON(source.name),
    ])
  }
}
