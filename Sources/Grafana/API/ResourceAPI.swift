import Base
import Documents
import HTTP

/// How a server serves a kind of the Kubernetes-style API.
public struct ServedKind: Hashable, Sendable {
  /// `/apis/playlist.grafana.app/v1`.
  let path: String
  /// `playlists`.
  let plural: String
  public let isNamespaced: Bool

  /// - Parameter name: nil for the list.
  func path(namespace: String, name: String?) -> String {
    let place = isNamespaced ? "\(path)/namespaces/\(PercentEncoding.encode(namespace))" : path
    return "\(place)/\(plural)" + (name.map { "/\(PercentEncoding.encode($0))" } ?? "")
  }
}

/// Any kind of the Kubernetes-style API, as discovery tells of it (reference grafana-http-api.md sections 11 and 19).
extension GrafanaSession {
  /// How a kind is served; nil where the group, the version or the kind is not.
  /// - Parameter apiVersion: nil takes the version that the server prefers.
  public func servedKind(
    _ kind: String, group: String, apiVersion: String? = nil
  ) async throws(GrafanaError) -> ServedKind? {
    do throws(GrafanaError) {
      var version = apiVersion
      if version == nil {
        let answer = try await get("/apis/\(PercentEncoding.encode(group))")
        version = answer["preferredVersion"]?["groupVersion"]?.stringValue
      }
      guard let version else { return nil }
      let path =
        "/apis/"
        + version.split(separator: "/").map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
      let resources = try await get(path)["resources"]?.arrayValue ?? []
      // Subresources have a slash in their names.
      let found = resources.first {
        $0["kind"]?.stringValue == kind && $0["name"]?.stringValue?.contains("/") == false
      }
      guard let plural = found?["name"]?.stringValue else { return nil }
      return ServedKind(path: path, plural: plural, isNamespaced: found?["namespaced"]?.boolValue ?? true)
    } catch let error where error.kind == .notFound {
      return nil
    }
  }

  /// The metadata of all objects of a kind in a namespace.
  public func resources(_ kind: ServedKind, namespace: String) async throws(GrafanaError) -> [JSON] {
    var found: [JSON] = []
    var next: String?
    repeat {
      var query: [(name: String, value: String)] = [("limit", "500")]
      if let next { query.append(("continue", next)) }
      let answer = try await get(
        kind.path(namespace: namespace, name: nil), query: query,
        accept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")
      found += (answer["items"]?.arrayValue ?? []).compactMap { $0["metadata"] }
      let token = answer["metadata"]?["continue"]?.stringValue
      next = token == next ? nil : token.flatMap { $0.isEmpty ? nil : $0 }
    } while next != nil && found.count < 1_000_000
    return found
  }

  /// Nil where there is no such object.
  public func resource(
    _ kind: ServedKind, namespace: String, name: String
  ) async throws(GrafanaError) -> JSON? {
    do throws(GrafanaError) {
      return try await get(kind.path(namespace: namespace, name: name))
    } catch let error where error.kind == .notFound {
      return nil
    }
  }

  /// Creates an object, or replaces it where it carries a resourceVersion: servers refuse that when somebody wrote in
  /// between.
  /// - Returns: the object as the server answers it; nil where it answers something else.
  @discardableResult
  public func writeResource(
    _ object: JSON, _ kind: ServedKind, namespace: String, name: String
  ) async throws(GrafanaError) -> JSON? {
    let isNew = object["metadata"]?["resourceVersion"] == nil
    let answer = try await write(
      isNew ? .post : .put, kind.path(namespace: namespace, name: isNew ? nil : name), body: object)
    return (try? JSONParser.parse(answer.body, options: .lenient)).flatMap { $0["spec"] == nil ? nil : $0 }
  }

  /// That it is gone already is no error; that it may not be deleted is one.
  public func deleteResource(_ kind: ServedKind, namespace: String, name: String) async throws(GrafanaError) {
    do throws(GrafanaError) {
      try await write(.delete, kind.path(namespace: namespace, name: name))
    } catch let error where error.kind == .notFound {
      return
    }
  }
}
