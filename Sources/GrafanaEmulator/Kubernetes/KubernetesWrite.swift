internal import Documents

/// An object that a client wants written.
struct KubernetesWrite: Sendable {
  let target: KubernetesTarget
  let name: String
  /// The client's annotations, those that are fields of the record included.
  let annotations: [String: String]
  let spec: JSONObject
  /// Of the state that the client has seen; nil writes in any case.
  let resourceVersion: Int?
  let isDryRun: Bool
  let caller: Caller
  let manager: String
  let operation: ManagedFieldsEntry.Operation
  /// The places that the request names.
  let named: FieldSet

  var kind: KubernetesKind { target.kind }
  var folderUID: String { annotations[AnnotationName.folder] ?? "" }
  var message: String { annotations[AnnotationName.message] ?? "" }

  /// Whether a new object is to have the permissions of its kind.
  var grantsPermissions: Bool { annotations[AnnotationName.grantPermissions] == "default" }

  /// What is kept as the client's own annotations.
  var ownAnnotations: [String: String] {
    annotations.filter { !AnnotationName.fromRecord.contains($0.key) }
  }

  /// Reads the body of a POST or PUT.
  init(_ target: KubernetesTarget, _ call: Call, name: String?) throws(Refusal) {
    guard case .json(.object(let body)) = call.body else {
      throw Self.badRequest("the body of the request was empty or is no object")
    }
    try self.init(target, call, body: body, name: name, operation: .update, named: nil)
  }

  /// - Parameter named: nil takes the places of the body.
  init(
    _ target: KubernetesTarget, _ call: Call, body: JSONObject, name: String?,
    operation: ManagedFieldsEntry.Operation, named: FieldSet?
  ) throws(Refusal) {
    let kind = target.kind
    let metadata = body["metadata"]?.objectValue ?? JSONObject()
    let spec = body["spec"] ?? [:]
    guard let content = spec.objectValue else {
      throw Self.badRequest(
        "\(kind.kind) in version \"\(target.version)\" cannot be handled as a \(kind.kind): json: cannot unmarshal"
          + " \(Self.goName(of: spec)) into Go struct field \(kind.kind).spec of type map[string]interface {}"
      )
    }
    self.target = target
    self.name = try Self.name(name, metadata, kind)
    var annotations: [String: String] = [:]
    for member in metadata["annotations"]?.objectValue?.members ?? []
    where !AnnotationName.serverMade.contains(member.key) {
      annotations[member.key] = member.value.stringValue
    }
    self.annotations = annotations
    self.spec = content
    resourceVersion = Int(metadata.text("resourceVersion"))
    isDryRun = call.query("dryRun") == "All"
    caller = call.caller
    manager = call.query("fieldManager") ?? Self.agentName(call.header("User-Agent"))
    self.operation = operation
    self.named = named ?? FieldSet(annotations: annotations.keys.sorted(), spec: content)
  }

  /// What the object has after the write, as places.
  var present: FieldSet { FieldSet(annotations: annotations.keys.sorted(), spec: spec) }

  var writer: ManagedFieldsEntry {
    ManagedFieldsEntry(
      manager: manager, operation: operation, apiVersion: "\(kind.group)/\(target.version)", time: .now,
      fields: operation == .apply ? named.withoutMaps : named)
  }

  private static func name(
    _ path: String?, _ metadata: JSONObject, _ kind: KubernetesKind
  ) throws(Refusal) -> String {
    if let path { return path }
    let name = metadata.text("name")
    guard name.isEmpty else { return name }
    let prefix = metadata.text("generateName")
    guard prefix.isEmpty else { return prefix + NameMaker.uuid().prefix(8) }
    // As Kubernetes says it [recalled].
    throw Refusal.kubernetes(
      KubernetesStatus(
        code: 422,
        message:
          "\(kind.kind).\(kind.group) \"\" is invalid: metadata.name: Required value: name or generateName"
          + " is required", reason: "Invalid", details: kind.details("")))
  }

  /// Kubernetes calls a client after its `User-Agent`.
  private static func agentName(_ agent: String?) -> String {
    agent?.split(separator: "/").first.map(String.init) ?? "unknown"
  }

  private static func goName(of value: JSON) -> String {
    switch value {
    case .string: "string"
    case .number: "number"
    case .bool: "bool"
    case .array: "array"
    case .null, .object: "object"
    }
  }

  static func badRequest(_ text: String) -> Refusal {
    .kubernetes(KubernetesStatus(code: 400, message: text, reason: "BadRequest"))
  }
}
