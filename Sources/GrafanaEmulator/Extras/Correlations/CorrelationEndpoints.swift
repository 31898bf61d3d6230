internal import Documents

/// Correlations of data sources (reference/grafana-http-api.md, section 5.4).
enum CorrelationEndpoints {
  static func register(in routes: inout RouteTable) {
    guard routes.lens.extras.correlations != .none else { return }
    let read = Access.role(.viewer, "datasources:read")
    let write = Access.role(.admin, "datasources:write")
    let base = "/api/datasources/uid/:uid/correlations"
    routes.add("GET", "/api/datasources/correlations", read, listAll)
    routes.add("GET", base, read, list)
    routes.add("POST", base, write, create)
    routes.add("GET", base + "/:correlation", read, get)
    routes.add("PATCH", base + "/:correlation", write, change)
    routes.add("DELETE", base + "/:correlation", write, delete)
  }

  private static let listAll: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let sources = call.queryValues("sourceUID")
    let found = shown(workspace).filter { sources.isEmpty || sources.contains($0.sourceUID) }
    let form = call.lens.extras.correlations
    guard form != .bare else { return .json(.array(found.map { json($0, form) })) }
    let page = call.count("page", fallback: 1)
    let limit = min(call.count("limit", fallback: 100), 1000)
    return .json([
      "correlations": .array(found.dropFirst((page - 1) * limit).prefix(limit).map { json($0, form) }),
      // It counts those that are not shown too.
      "totalCount": JSON(workspace.extras.correlations.count), "page": JSON(page), "limit": JSON(limit),
    ])
  }

  private static let list: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    try checkSource(call, workspace, "Source data source not found")
    let found = shown(workspace).filter { $0.sourceUID == call["uid"] }
    return .json(.array(found.map { json($0, call.lens.extras.correlations) }))
  }

  private static let get: Endpoint = { (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    try checkSource(call, workspace, "Source data source not found")
    let record = workspace.extras.correlations[try place(call, workspace, among: shown(workspace))]
    return .json(json(record, call.lens.extras.correlations))
  }

  private static let create: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let form = call.lens.extras.correlations
    let fields = try CorrelationFields(try call.body.object(), form, isWhole: true)
    try checkSource(call, workspace, notFound)
    if let target = fields.targetUID, !workspace.dataSources.values.contains(where: { $0.uid == target }) {
      throw Refusal.failed(404, notFound)
    }
    let record = CorrelationRecord(
      uid: workspace.names.uid(), sourceUID: call["uid"], targetUID: fields.targetUID,
      label: fields.label ?? "", description: fields.description ?? "", type: fields.type ?? "query",
      configuration: fields.configuration ?? JSONObject())
    workspace.extras.correlations.append(record)
    return .json(["message": "Correlation created", "result": json(record, form)])
  }

  private static let change: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let form = call.lens.extras.correlations
    let fields = try CorrelationFields(try call.body.object(), form, isWhole: false)
    let hasChange =
      fields.label != nil || fields.description != nil || fields.type != nil || fields.configuration != nil
    guard hasChange else {
      throw Refusal.failed(400, "At least one of label, description or config is required")
    }
    try checkSource(call, workspace, notFound)
    let place = try place(call, workspace, among: workspace.extras.correlations)
    var record = workspace.extras.correlations[place]
    record.label = fields.label ?? record.label
    record.description = fields.description ?? record.description
    record.type = fields.type ?? record.type
    for member in fields.configuration?.members ?? [] { record.configuration[member.key] = member.value }
    workspace.extras.correlations[place] = record
    return .json(["message": "Correlation updated", "result": json(record, form)])
  }

  private static let delete: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    try checkSource(call, workspace, notFound)
    workspace.extras.correlations.remove(at: try place(call, workspace, among: shown(workspace)))
    return .message("Correlation deleted")
  }

  private static let notFound = "Data source not found"

  private static func checkSource(
    _ call: Call, _ workspace: Workspace, _ message: String
  ) throws(Refusal) {
    guard workspace.dataSources.values.contains(where: { $0.uid == call["uid"] }) else {
      throw Refusal.failed(404, message)
    }
  }

  /// Those whose source is there, and their target where they have one (pkg/services/correlations/database.go).
  private static func shown(_ workspace: Workspace) -> [CorrelationRecord] {
    let known = Set(workspace.dataSources.values.map(\.uid))
    return workspace.extras.correlations.filter { record in
      known.contains(record.sourceUID) && record.targetUID.map(known.contains) ?? true
    }
  }

  private static func place(
    _ call: Call, _ workspace: Workspace, among records: [CorrelationRecord]
  ) throws(Refusal) -> Int {
    let isThere = records.contains { $0.sourceUID == call["uid"] && $0.uid == call["correlation"] }
    let place = workspace.extras.correlations.firstIndex { record in
      record.sourceUID == call["uid"] && record.uid == call["correlation"]
    }
    guard isThere, let place else { throw Refusal.failed(404, "Correlation not found") }
    return place
  }

  private static func json(_ record: CorrelationRecord, _ form: ExtrasLens.CorrelationForm) -> JSON {
    var configuration = JSONObject()
    if form != .typed { configuration["type"] = JSON(record.type) }
    for member in record.configuration.members { configuration[member.key] = member.value }
    var object = JSONObject(members: [("uid", JSON(record.uid)), ("sourceUID", JSON(record.sourceUID))])
    if let target = record.targetUID { object["targetUID"] = JSON(target) }
    object["label"] = JSON(record.label)
    object["description"] = JSON(record.description)
    object["config"] = .object(configuration)
    if form == .typed {
      object["orgId"] = 1
      object["provisioned"] = false
      object["type"] = JSON(record.type)
    }
    return .object(object)
  }
}
