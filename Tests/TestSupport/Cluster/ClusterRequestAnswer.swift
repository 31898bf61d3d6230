import Base
import Documents
import HTTPServer

/// One request and what is answered.
struct ClusterRequestAnswer {
  let request: ServerRequest

  func answer(_ state: inout ClusterState) throws(ClusterAnswer) -> ServerResponse {
    guard let authorization = request.headers["Authorization"], authorization.hasPrefix("Bearer "),
      state.tokens.contains(String(authorization.dropFirst(7)))
    else { throw ClusterAnswer(code: 401, reason: "Unauthorized", message: "Unauthorized") }
    let (schema, namespace, name) = try place()
    let verb = verb(isList: name.isEmpty)
    if state.forbidden.contains("\(verb) \(schema.resource) \(namespace)") {
      throw .forbidden(schema, verb, name, namespace)
    }
    if request.method != "GET", let text = state.quotes[name] {
      throw .badRequest("admission webhook \"policy.example.org\" denied the request: \(text)")
    }
    let key = ClusterObjectStore.Key(resource: schema.resource, namespace: namespace, name: name)
    switch (request.method, name.isEmpty) {
    case ("GET", true): return try list(schema, namespace, state)
    case ("GET", false):
      guard let stored = state.store.objects[key] else { throw .notFound(schema.qualified, name) }
      return .json(stored.json(isMetadataOnly: try isMetadataOnly("PartialObjectMetadata")))
    case ("PATCH", false): return try apply(key, schema, &state)
    case ("POST", true):
      let body = try body(schema, namespace, "")
      guard let made = body["metadata"]?["name"]?.stringValue else { throw .badRequest("name is required") }
      try requireNamespace(namespace, state)
      let key = ClusterObjectStore.Key(resource: schema.resource, namespace: namespace, name: made)
      let stored = try state.store.create(body, at: key, schema, manager: manager ?? "unknown")
      return .json(stored.json(), status: 201)
    case ("PUT", false): return try replace(key, schema, &state)
    case ("DELETE", false): return try delete(key, schema, &state)
    default:
      throw ClusterAnswer(
        code: 405, reason: "MethodNotAllowed", message: "the server does not allow this method")
    }
  }

  private var manager: String? { request.query["fieldManager"].flatMap { $0.isEmpty ? nil : $0 } }

  private func verb(isList: Bool) -> String {
    switch request.method {
    case "GET": isList ? "list" : "get"
    case "PATCH": "patch"
    case "POST": "create"
    case "PUT": "update"
    default: "delete"
    }
  }

  private func place() throws(ClusterAnswer) -> (ClusterSchema, namespace: String, name: String) {
    var parts = request.segments[...]
    let group = parts.popFirst()
    let version: String
    if group == "api" {
      version = parts.popFirst() ?? ""
    } else {
      version = parts.prefix(2).joined(separator: "/")
      parts = parts.dropFirst(2)
    }
    guard group == "api" || group == "apis", parts.popFirst() == "namespaces",
      let namespace = parts.popFirst(),
      let resource = parts.popFirst(), parts.count <= 1,
      let schema = ClusterSchema.all.first(where: { $0.resource == resource && $0.apiVersion == version })
    else {
      throw ClusterAnswer(
        code: 404, reason: "NotFound", message: "the server could not find the requested resource")
    }
    return (schema, namespace, parts.first ?? "")
  }

  private func requireNamespace(_ namespace: String, _ state: ClusterState) throws(ClusterAnswer) {
    if !state.namespaces.contains(namespace) { throw .notFound("namespaces", namespace) }
  }

  private func isMetadataOnly(_ form: String) throws(ClusterAnswer) -> Bool {
    let accept = request.headers["Accept"] ?? ""
    if accept == "application/json;as=\(form);g=meta.k8s.io;v=v1" { return true }
    guard accept == "application/json" else {
      throw ClusterAnswer(
        code: 406, reason: "NotAcceptable", message: "only the following media types are accepted")
    }
    return false
  }

  private func body(_ schema: ClusterSchema, _ namespace: String, _ name: String) throws(ClusterAnswer)
    -> JSON
  {
    guard let body = try? JSONParser.parse(request.body), body.objectValue != nil else {
      throw .badRequest("error decoding YAML: \(String(decoding: request.body.prefix(200), as: UTF8.self))")
    }
    guard let kind = body["kind"]?.stringValue, let apiVersion = body["apiVersion"]?.stringValue else {
      throw .badRequest("Object 'Kind' is missing or 'apiVersion' is missing")
    }
    guard kind == schema.kind, apiVersion == schema.apiVersion else {
      throw .badRequest("\(apiVersion), Kind=\(kind) is not \(schema.apiVersion), Kind=\(schema.kind)")
    }
    if let written = body["metadata"]?["name"]?.stringValue, !name.isEmpty, written != name {
      throw .badRequest("the name of the object (\(written)) does not match the name on the URL (\(name))")
    }
    if let written = body["metadata"]?["namespace"]?.stringValue, written != namespace {
      throw .badRequest(
        "the namespace of the object (\(written)) does not match the namespace on the request (\(namespace))")
    }
    for member in body.objectValue?.keys ?? []
    where !["apiVersion", "kind", "metadata"].contains(member) && !schema.fields.contains(member) {
      throw ClusterAnswer(
        code: 422, reason: "Invalid",
        message: "failed to create typed patch object: .\(member): field not declared in schema")
    }
    return body
  }

  private func apply(
    _ key: ClusterObjectStore.Key, _ schema: ClusterSchema, _ state: inout ClusterState
  ) throws(ClusterAnswer) -> ServerResponse {
    guard request.headers["Content-Type"] == "application/apply-patch+yaml" else {
      throw ClusterAnswer(
        code: 415, reason: "UnsupportedMediaType",
        message:
          "the body of the request was in an unknown format - accepted media types include: application/apply-patch+yaml"
      )
    }
    guard let manager else {
      throw ClusterAnswer(
        code: 422, reason: "Invalid",
        message:
          "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"
      )
    }
    let body = try body(schema, key.namespace, key.name)
    if body["metadata"]?["managedFields"] != nil { throw .badRequest("metadata.managedFields must be nil") }
    // A real server takes one, as a condition; from a program that applies it is a mistake.
    if body["metadata"]?["resourceVersion"] != nil { throw .badRequest("resourceVersion in an apply body") }
    if state.store.objects[key] == nil { try requireNamespace(key.namespace, state) }
    var store = state.store
    let (stored, isNew) = try store.apply(
      body, at: key, schema, manager: manager, isForced: request.query["force"] == "true")
    if try !isDryRun() { state.store = store }
    return .json(stored.json(), status: isNew ? 201 : 200)
  }

  private func isDryRun() throws(ClusterAnswer) -> Bool {
    guard let value = request.query["dryRun"] else { return false }
    guard value == "All" else { throw .badRequest("Invalid value: \"\(value)\": supported values: \"All\"") }
    return true
  }

  private func replace(
    _ key: ClusterObjectStore.Key, _ schema: ClusterSchema, _ state: inout ClusterState
  ) throws(ClusterAnswer) -> ServerResponse {
    let body = try body(schema, key.namespace, key.name)
    guard let stored = state.store.objects[key] else { throw .notFound(schema.qualified, key.name) }
    let version = body["metadata"]?["resourceVersion"]?.stringValue
    if let version, version != String(stored.version) {
      throw .conflict(
        schema, key.name, "the object has been modified; please apply your changes to the latest version")
    }
    if let uid = body["metadata"]?["uid"]?.stringValue, uid != stored.uid {
      throw .conflict(schema, key.name, "Precondition failed: UID in precondition: \(uid)")
    }
    let metadata = body["metadata"]?.setting("uid", nil).setting("resourceVersion", nil)
    let changed = try state.store.update(key, manager: manager ?? "unknown") { _ in
      body.setting("metadata", metadata)
    }
    return .json(changed.json())
  }

  private func delete(
    _ key: ClusterObjectStore.Key, _ schema: ClusterSchema, _ state: inout ClusterState
  ) throws(ClusterAnswer) -> ServerResponse {
    let options = request.body.isEmpty ? [:] : try? JSONParser.parse(request.body)
    guard let options, request.body.isEmpty || options["kind"] == "DeleteOptions" else {
      throw .badRequest("no DeleteOptions")
    }
    if let policy = options["propagationPolicy"]?.stringValue,
      !["Background", "Foreground", "Orphan"].contains(policy)
    {
      throw ClusterAnswer(
        code: 422, reason: "Invalid", message: "propagationPolicy: Unsupported value: \"\(policy)\"")
    }
    guard let stored = state.store.objects[key] else { throw .notFound(schema.qualified, key.name) }
    try state.store.delete(key, uid: options["preconditions"]?["uid"]?.stringValue)
    return .json([
      "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
      "details": ["name": .string(key.name), "kind": .string(schema.resource), "uid": .string(stored.uid)],
    ])
  }

  private func list(
    _ schema: ClusterSchema, _ namespace: String, _ state: ClusterState
  ) throws(ClusterAnswer) -> ServerResponse {
    let isMetadataOnly = try isMetadataOnly("PartialObjectMetadataList")
    let wanted = (request.query["labelSelector"] ?? "").split(separator: ",").map {
      $0.split(separator: "=", maxSplits: 1).map(String.init)
    }
    let found = state.store.objects.values.filter { stored in
      guard stored.key.resource == schema.resource, stored.key.namespace == namespace else { return false }
      let labels = stored.content["metadata"]?["labels"]
      return wanted.allSatisfy { rule in
        guard let value = labels?[rule[0]]?.stringValue else { return false }
        return rule.count == 1 || rule[1] == value
      }
    }.sorted { $0.key.name < $1.key.name }
    let start = request.query["continue"].flatMap { Int($0.dropFirst("after-".count)) } ?? 0
    let limit = min(request.query["limit"].flatMap { Int($0) } ?? found.count, state.pageLimit)
    let page = found.dropFirst(start).prefix(max(1, limit))
    var metadata: JSON = ["resourceVersion": "1000"]
    if start + page.count < found.count {
      metadata = metadata.setting("continue", .string("after-\(start + page.count)"))
    }
    return .json([
      "kind": isMetadataOnly ? "PartialObjectMetadataList" : .string("\(schema.kind)List"),
      "apiVersion": isMetadataOnly ? "meta.k8s.io/v1" : .string(schema.apiVersion),
      "metadata": metadata, "items": .array(page.map { $0.json(isMetadataOnly: isMetadataOnly) }),
    ])
  }
}
