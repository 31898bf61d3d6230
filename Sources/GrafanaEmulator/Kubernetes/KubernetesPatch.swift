internal import Documents

/// A PATCH: a merge patch (RFC 7386), a JSON patch (RFC 6902) or a server-side apply.
struct KubernetesPatch: Sendable {
  private enum Change: Sendable {
    case merge(JSONObject)
    case operations(JSONPatch)
    case apply(JSONObject)
  }

  private let target: KubernetesTarget
  private let call: Call
  private let change: Change

  init(_ target: KubernetesTarget, _ call: Call) throws(Refusal) {
    self.target = target
    self.call = call
    let type = call.header("Content-Type")?.lowercased() ?? ""
    if type.contains("json-patch") {
      change = .operations(try Self.operations(call.body))
    } else if type.contains("merge-patch") {
      change = .merge(try Self.object(call.body))
    } else if type.contains("apply-patch") {
      if target.kind == .dashboard { throw Self.applyFailure(target, call["name"]) }
      change = .apply(try Self.object(call.body))
    } else {
      // As Kubernetes says it [recalled].
      throw Refusal.kubernetes(
        KubernetesStatus(
          code: 415,
          message: "the body of the request was in an unknown format - accepted media types include:"
            + " application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
          reason: "UnsupportedMediaType"))
    }
  }

  func write(onto current: KubernetesObject) throws(Refusal) -> KubernetesWrite {
    let whole = document(of: current)
    switch change {
    case .merge(let patch): return try write(whole.merging(patch: .object(patch)))
    case .operations(let patch):
      do {
        return try write(try patch.apply(to: whole))
      } catch let refusal as Refusal {
        throw refusal
      } catch {
        // As Kubernetes says it [recalled].
        throw Refusal.kubernetes(
          KubernetesStatus(code: 422, message: "the patch cannot be applied: \(error)", reason: "Invalid"))
      }
    case .apply(let object):
      let named = FieldSet(
        annotations: object["metadata"]?["annotations"]?.objectValue?.keys ?? [],
        spec: object["spec"]?.objectValue ?? JSONObject())
      return try write(whole.merging(patch: .object(object)), applying: named)
    }
  }

  private func write(_ document: JSON, applying named: FieldSet? = nil) throws(Refusal) -> KubernetesWrite {
    try KubernetesWrite(
      target, call, body: document.objectValue ?? JSONObject(), name: call["name"],
      operation: named == nil ? .update : .apply, named: named)
  }

  /// The object without its resource version: a patch has to name one to be held to it.
  private func document(of current: KubernetesObject) -> JSON {
    var output: [UInt8] = []
    current.write(into: &output, version: target.version)
    var whole = (try? JSONParser.parse(output, options: .lenient))?.objectValue ?? JSONObject()
    var metadata = whole["metadata"]?.objectValue ?? JSONObject()
    metadata["resourceVersion"] = nil
    whole["metadata"] = .object(metadata)
    whole["status"] = nil
    return .object(whole)
  }

  private static func object(_ body: RequestBody) throws(Refusal) -> JSONObject {
    guard case .json(.object(let object)) = body else {
      throw KubernetesWrite.badRequest("the body of the request is no JSON object")
    }
    return object
  }

  private static func operations(_ body: RequestBody) throws(Refusal) -> JSONPatch {
    guard case .json(let value) = body else {
      throw KubernetesWrite.badRequest("the body of the request is no JSON")
    }
    do {
      return try JSONPatch(value)
    } catch {
      throw KubernetesWrite.badRequest("\(error)")
    }
  }

  /// [12.4 kubernetes_apis: dashboard-apply]
  private static func applyFailure(_ target: KubernetesTarget, _ name: String) -> Refusal {
    .kubernetes(
      KubernetesStatus(
        code: 500,
        message: "failed to convert to unversioned (default/\(name); \(target.kind.group)/\(target.version),"
          + " Kind=Dashboard): no kind \"Dashboard\" is registered for the internal version of group"
          + " \"dashboard.grafana.app\" in scheme \"pkg/runtime/scheme.go:111\""))
  }
}
