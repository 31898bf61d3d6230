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
    var version = apiVersion
    if version == nil {
      do throws(GrafanaError) {
        let answer = try await get("/apis/\(PercentEncoding.encode(group))")
        version = answer["preferredVersion"]?["groupVersion"]?.stringValue
      } catch let error where error.kind == .notFound {
        return nil
      }
    }
    guard let version else { return nil }
    return try await servedKinds(apiVersion: version)?[kind]
  }

  /// The kinds of a group's version by their names; nil where the version is not served.
  public func servedKinds(apiVersion: String) async throws(GrafanaError) -> [String: ServedKind]? {
    let path =
      "/apis/"
      + apiVersion.split(separator: "/").map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
    do throws(GrafanaError) {
      var kinds: [String: ServedKind] = [:]
      for resource in try await get(path)["resources"]?.arrayValue ?? [] {
        // Subresources have a slash in their names.
        guard let kind = resource["kind"]?.stringValue, let plural = resource["name"]?.stringValue,
          !plural.contains("/"), kinds[kind] == nil
        else { continue }
        kinds[kind] = ServedKind(
          path: path, plural: plural, isNamespaced: resource["namespaced"]?.boolValue ?? true)
      }
      return kinds
    } catch let error where error.kind == .notFound {
      return nil
    }
  }

  /// The groups with their versions, the preferred one first.
  public func servedGroups() async throws(GrafanaError) -> [String: [String]] {
    var groups: [String: [String]] = [:]
    for group in try await get("/apis")["groups"]?.arrayValue ?? [] {
      guard let name = group["name"]?.stringValue else { continue }
      let versions = (group["versions"]?.arrayValue ?? []).compactMap { $0["version"]?.stringValue }
      let preferred = group["preferredVersion"]?["version"]?.stringValue
      groups[name] = versions.filter { $0 == preferred } + versions.filter { $0 != preferred }
    }
    return groups
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
