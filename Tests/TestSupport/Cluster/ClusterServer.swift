import Base
import Documents
import HTTPServer
import Synchronization

/// A stand-in for a Kubernetes API server: it keeps objects and who has which of their fields, and refuses every request
/// that a real one would refuse, so far as objects around Grafana Agents need it.
public final class ClusterServer: Sendable {
  /// A request as it came.
  public struct Request: Hashable, Sendable {
    public let method: String
    /// Without the query.
    public let path: String
    public let query: String

    /// Whether it changes something.
    public var isWrite: Bool { method != "GET" && !query.contains("dryRun=All") }
  }

  fileprivate struct State: Sendable {
    var store = ClusterObjectStore()
    var namespaces: Set<String> = ["default", "monitoring"]
    var tokens: Set<String> = ["let-me-in"]
    /// `patch secrets monitoring`
    var forbidden: Set<String> = []
    var requests: [Request] = []
    var faults: [ServerResponse] = []
    var delay = Duration.zero
    var pageLimit = 500
    var cutsWrites = false
    var holdsWrites = false
    /// What writes of an object are refused with, by its name.
    var quotes: [String: String] = [:]
  }

  private final class Memory: Sendable {
    let state = Mutex(State())
  }

  private let memory = Memory()
  private let server: HTTPServer

  public init() throws {
    let memory = self.memory
    server = try HTTPServer { request in
      memory.state.withLock { state in
        state.requests.append(Request(method: request.method, path: request.rawPath, query: request.rawQuery))
        if !state.faults.isEmpty { return state.faults.removeFirst() }
        var response: ServerResponse
        do throws(ClusterAnswer) {
          response = try ClusterRequestAnswer(request: request).answer(&state)
        } catch {
          response = error.response
        }
        if state.cutsWrites, request.method != "GET" { response = .cutConnection }
        response.delay = state.holdsWrites && request.method != "GET" ? .seconds(3600) : state.delay
        return response
      }
    }
  }

  public var url: String { server.url }
  public func stop() { server.stop() }

  // MARK: Setting the scene

  public func add(namespace: String) { memory.state.withLock { _ = $0.namespaces.insert(namespace) } }

  /// Takes these tokens and no others.
  public func accept(tokens: Set<String>) { memory.state.withLock { $0.tokens = tokens } }

  /// - Parameter rules: verbs, resources and namespaces that nobody may: `patch secrets monitoring`.
  public func forbid(_ rules: String...) { memory.state.withLock { $0.forbidden = Set(rules) } }

  /// Answers the next requests so, in their order.
  public func answer(with faults: ServerResponse...) { memory.state.withLock { $0.faults = faults } }

  /// Holds every answer back.
  public func hang(_ delay: Duration) { memory.state.withLock { $0.delay = delay } }

  /// Pages of lists hold no more, whatever is asked for.
  public func limitPages(to count: Int) { memory.state.withLock { $0.pageLimit = count } }

  /// Does what writes ask for, and closes their connections instead of answering.
  public func cutWrites(_ cuts: Bool) { memory.state.withLock { $0.cutsWrites = cuts } }

  /// Does what writes ask for, and holds their answers back.
  public func holdWrites(_ holds: Bool) { memory.state.withLock { $0.holdsWrites = holds } }

  /// Refuses writes of an object of a name as a webhook does that says why.
  public func refuseWrites(of name: String, quoting text: String?) {
    memory.state.withLock { $0.quotes[name] = text }
  }

  /// All requests since the last call.
  public func takeRequests() -> [Request] {
    memory.state.withLock { state in
      defer { state.requests = [] }
      return state.requests
    }
  }

  // MARK: Acting behind the program's back

  /// `StatefulSet/monitoring/agent` of every object, sorted.
  public var objects: [String] {
    memory.state.withLock { state in
      state.store.objects.values.map { "\($0.schema.kind)/\($0.key.namespace)/\($0.key.name)" }.sorted()
    }
  }

  /// An object with all that the server adds; nil where it is not there.
  public func object(_ name: String) -> JSON? {
    memory.state.withLock { state in Self.key(name).flatMap { state.store.objects[$0]?.json() } }
  }

  /// The names of the managers that have a field.
  public func managers(of field: String, in name: String) -> [String] {
    memory.state.withLock { state in
      guard let key = Self.key(name), let stored = state.store.objects[key] else { return [] }
      return stored.managers.filter { $0.value.fields.contains { $0.text == field } }.map(\.key.name).sorted()
    }
  }

  /// Makes an object as `kubectl create` does.
  public func make(_ object: JSON, as manager: String = "kubectl-create") throws {
    try memory.state.withLock { state in
      let kind = object["kind"]?.stringValue ?? ""
      guard let schema = ClusterSchema.all.first(where: { $0.kind == kind }),
        let key = Self.key(
          "\(kind)/\(object["metadata"]?["namespace"]?.stringValue ?? "")/\(object["metadata"]?["name"]?.stringValue ?? "")"
        )
      else { throw ClusterAnswer.badRequest("no such kind") }
      _ = try state.store.create(object, at: key, schema, manager: manager)
    }
  }

  /// Changes an object as `kubectl edit` does.
  public func edit(
    _ name: String, as manager: String = "kubectl-edit", subresource: String = "", _ change: (JSON) -> JSON
  ) throws {
    try memory.state.withLock { state in
      guard let key = Self.key(name) else { throw ClusterAnswer.badRequest("no such kind") }
      _ = try state.store.update(key, manager: manager, subresource: subresource, change)
    }
  }

  public func delete(_ name: String) throws {
    try memory.state.withLock { state in
      guard let key = Self.key(name) else { throw ClusterAnswer.badRequest("no such kind") }
      try state.store.delete(key, uid: nil)
    }
  }

  /// Forgets who has which fields of an object.
  public func forgetManagers(of name: String) {
    memory.state.withLock { state in Self.key(name).map { state.store.forgetManagers(of: $0) } }
  }

  private static func key(_ name: String) -> ClusterObjectStore.Key? {
    let parts = name.split(separator: "/").map(String.init)
    guard parts.count == 3, let schema = ClusterSchema.all.first(where: { $0.kind == parts[0] }) else {
      return nil
    }
    return ClusterObjectStore.Key(resource: schema.resource, namespace: parts[1], name: parts[2])
  }
}

/// One request and what is answered.
private struct ClusterRequestAnswer {
  let request: ServerRequest

  func answer(_ state: inout ClusterServer.State) throws(ClusterAnswer) -> ServerResponse {
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

  private func requireNamespace(_ namespace: String, _ state: ClusterServer.State) throws(ClusterAnswer) {
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
    _ key: ClusterObjectStore.Key, _ schema: ClusterSchema, _ state: inout ClusterServer.State
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
    _ key: ClusterObjectStore.Key, _ schema: ClusterSchema, _ state: inout ClusterServer.State
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
    _ key: ClusterObjectStore.Key, _ schema: ClusterSchema, _ state: inout ClusterServer.State
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
    _ schema: ClusterSchema, _ namespace: String, _ state: ClusterServer.State
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
