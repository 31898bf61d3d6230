import Base
import Documents
import HTTP

/// What is asked of objects.
extension ClusterConnection {
  /// What lists say of a label that objects have to have: `sluice.dev/environment=prod`.
  public typealias Selector = String

  /// Objects of a list's page.
  private static let pageSize = 500
  /// No cluster has so many objects of ours in one namespace; a server that never ends a list does.
  private static let mostPages = 200

  /// The metadata of all objects of a kind in a namespace that have a label: who has which fields, and no contents, so that
  /// no value of a Secret is sent (Kubernetes API concepts, "Metadata-only fetches"; "Retrieving large results sets in
  /// chunks").
  public func list(
    _ kind: ClusterKind, in namespace: String, _ selector: Selector
  ) async throws(ClusterError) -> [LiveObject] {
    do throws(ClusterError) {
      return try await pages(kind, in: namespace, selector)
    } catch {
      // A list that took too long to read on: 410 says to begin again.
      guard error.status == 410 else { throw error }
      return try await pages(kind, in: namespace, selector)
    }
  }

  private func pages(
    _ kind: ClusterKind, in namespace: String, _ selector: Selector
  ) async throws(ClusterError) -> [LiveObject] {
    var objects: [LiveObject] = []
    var next: String?
    for _ in 0..<Self.mostPages {
      var call = ClusterCall(.get, kind.path(in: namespace), name: "\(kind.resource) in \(namespace)")
      call.accept = Self.metadataList
      call.query = [("labelSelector", selector), ("limit", String(Self.pageSize))]
      if let next { call.query.append(("continue", next)) }
      let page = try Self.json(try await send(call), call)
      guard let items = page["items"]?.arrayValue else {
        throw ClusterError(.unexpected, call: call.name, "the answer is no list")
      }
      objects += items.compactMap { LiveObject($0, kind: kind) }
      guard let token = page["metadata"]?["continue"]?.stringValue, !token.isEmpty else { return objects }
      next = token
    }
    throw ClusterError(
      .unexpected, call: "GET \(kind.resource) in \(namespace)",
      "the list has more than \(Self.mostPages) pages")
  }

  /// An object with its content; nil where it is not there.
  public func get(_ kind: ClusterKind, _ name: ClusterObjectName) async throws(ClusterError) -> LiveObject? {
    try await read(kind, name, accept: "application/json")
  }

  /// The same without content.
  public func metadata(
    of name: ClusterObjectName, _ kind: ClusterKind
  ) async throws(ClusterError) -> LiveObject? {
    try await read(kind, name, accept: Self.metadataOfOne)
  }

  private func read(
    _ kind: ClusterKind, _ name: ClusterObjectName, accept: String
  ) async throws(ClusterError) -> LiveObject? {
    var call = Self.call(.get, kind, name)
    call.accept = accept
    do throws(ClusterError) {
      return try Self.object(try await send(call), call, kind)
    } catch {
      if error.kind == .notFound { return nil }
      throw error
    }
  }

  /// Sets the fields of a manifest, and takes away those that the last one had, by server-side apply (Kubernetes
  /// documentation, "Server-Side Apply").
  /// - Parameters:
  ///   - content: the object with the fields that are ours, as JSON.
  ///   - uid: the object that is meant: another one of its name, or none, is not written (apiserver
  ///     endpoints/handlers/patch.go, `uid mismatch`). Nil makes the object where it is not there.
  ///   - isForced: takes fields that others have.
  ///   - isDryRun: shows what would come of it.
  /// - Returns: the object as it is, or would be, afterwards.
  public func apply(
    _ content: SecretValue, to name: ClusterObjectName, _ kind: ClusterKind, upon uid: String?,
    isForced: Bool, isDryRun: Bool = false
  ) async throws(ClusterError) -> LiveObject {
    var call = Self.call(.patch, kind, name)
    // JSON is YAML, and this is its only media type (Kubernetes documentation, "Serialization").
    call.contentType = "application/apply-patch+yaml"
    call.query = [("fieldManager", FieldManager.own)]
    if isForced { call.query.append(("force", "true")) }
    if isDryRun { call.query.append(("dryRun", "All")) }
    guard let json = content.withBytes({ try? JSONParser.parse($0) }) else {
      throw ClusterError(.unexpected, call: call.name, "what is to be sent is not JSON")
    }
    call.body = SecretValue(JSONWriter.bytes(uid.map { json.carrying(uid: $0) } ?? json))
    return try Self.object(
      try await send(call, echo: SecretEcho(kind.holdsSecrets ? json : nil)), call, kind)
  }

  /// Deletes an object, and what belongs to it in the background: the pods of a workload. One that is gone is fine.
  /// - Parameter uid: the object that is meant; another one of its name stays.
  public func delete(
    _ name: ClusterObjectName, _ kind: ClusterKind, uid: String
  ) async throws(ClusterError) {
    var call = Self.call(.delete, kind, name)
    call.body = SecretValue(
      JSONWriter.bytes([
        "apiVersion": "v1", "kind": "DeleteOptions", "propagationPolicy": "Background",
        "preconditions": ["uid": .string(uid)],
      ]))
    do throws(ClusterError) {
      _ = try await send(call)
    } catch {
      if error.kind != .notFound { throw error }
    }
  }

  /// Makes an object what a copy says, all of it, as nobody's who looks after it.
  /// - Parameter present: what is there now, which is replaced; nil makes the object.
  public func put(
    _ substance: JSON, as name: ClusterObjectName, _ kind: ClusterKind, over present: LiveObject?
  ) async throws(ClusterError) -> LiveObject {
    var call: ClusterCall
    var content = substance
    if let present {
      call = Self.call(.put, kind, name)
      content = content.carrying(uid: present.uid, resourceVersion: present.resourceVersion)
    } else {
      call = ClusterCall(.post, kind.path(in: name.namespace), name: name.title)
      call.isRepeatable = false
    }
    call.query = [("fieldManager", FieldManager.restoring)]
    call.body = SecretValue(JSONWriter.bytes(content))
    return try Self.object(
      try await send(call, echo: SecretEcho(kind.holdsSecrets ? content : nil)), call, kind)
  }

  // MARK: Parts

  private static let metadataList =
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
  private static let metadataOfOne = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"

  private static func call(_ method: HTTPMethod, _ kind: ClusterKind, _ name: ClusterObjectName)
    -> ClusterCall
  {
    ClusterCall(method, "\(kind.path(in: name.namespace))/\(name.name)", name: name.title)
  }

  private static func json(_ response: HTTPResponse, _ call: ClusterCall) throws(ClusterError) -> JSON {
    do throws(JSONSyntaxError) {
      return try JSONParser.parse(response.body, options: .lenient)
    } catch {
      throw ClusterError(.unexpected, call: call.name, "the answer is not JSON: \(error.problem)")
    }
  }

  private static func object(
    _ response: HTTPResponse, _ call: ClusterCall, _ kind: ClusterKind
  ) throws(ClusterError) -> LiveObject {
    guard let object = LiveObject(try json(response, call), kind: kind) else {
      throw ClusterError(.unexpected, call: call.name, "the answer is no object")
    }
    return object
  }
}

extension JSON {
  /// The object with what says which one is meant.
  fileprivate func carrying(uid: String, resourceVersion: String? = nil) -> JSON {
    guard var object = objectValue, var metadata = object["metadata"]?.objectValue else { return self }
    metadata["uid"] = .string(uid)
    if let resourceVersion { metadata["resourceVersion"] = .string(resourceVersion) }
    object["metadata"] = .object(metadata)
    return .object(object)
  }
}
