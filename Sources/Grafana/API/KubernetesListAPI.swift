import Documents
import HTTP

/// A kind that Grafana 12 and newer list in the manner of Kubernetes (reference section 19).
public enum ListedKind: String, Sendable {
  case folders
  case dashboards

  /// - Parameter version: of the API.
  func path(_ version: String, in namespace: String) -> String {
    "/apis/\(group)/\(version)/namespaces/\(PercentEncoding.encode(namespace))/\(rawValue)"
  }
}

/// A row of such a list.
public struct ListedObject: Sendable {
  public let name: String
  public let title: String
  public let resourceVersion: String
  public let generation: Int
  /// Uid of the folder around it; empty at the top level.
  public let folderUID: String
  /// Message of the last save.
  public let message: String
  /// Who else says that he manages the object (`grafana.app/managedBy`), if anybody.
  public let manager: String?
}

extension GrafanaSession {
  private func listPath(_ kind: ListedKind) -> String { kind.path("v1beta1", in: settings.namespace) }

  /// The list's own resourceVersion: it stands still until an object of the kind is created, saved or deleted.
  public func listVersion(of kind: ListedKind) async throws(GrafanaError) -> String {
    let answer = try await get(
      listPath(kind), query: [("limit", "1")],
      accept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")
    return try resourceVersion(answer, kind)
  }

  /// All objects of the kind without their bodies, and the list's resourceVersion as of the first page.
  public func list(
    _ kind: ListedKind
  ) async throws(GrafanaError) -> (objects: [ListedObject], resourceVersion: String) {
    var objects: [ListedObject] = []
    var next: String?
    var version: String?
    repeat {
      var query: [(name: String, value: String)] = [("limit", "500")]
      if let next { query.append(("continue", next)) }
      let answer = try await get(
        listPath(kind), query: query, accept: "application/json;as=Table;g=meta.k8s.io;v=v1")
      let listVersion = try resourceVersion(answer, kind)
      if version == nil { version = listVersion }
      objects += (answer["rows"]?.arrayValue ?? []).compactMap { ListedObject($0) }
      let token = answer["metadata"]?["continue"]?.stringValue
      // A page may end early (section 19), so only the token tells whether there is more.
      next = token == next ? nil : token.flatMap { $0.isEmpty ? nil : $0 }
    } while next != nil && objects.count < 1_000_000
    return (objects, version ?? "")
  }

  private func resourceVersion(_ answer: JSON, _ kind: ListedKind) throws(GrafanaError) -> String {
    guard let version = answer["metadata"]?["resourceVersion"]?.stringValue, !version.isEmpty else {
      throw GrafanaError(
        kind: .unexpected, status: 200, call: "GET \(listPath(kind))",
        message: "the list has no resourceVersion")
    }
    return version
  }
}

extension ListedObject {
  /// Cells begin with name and title; the object carries the metadata.
  init?(_ row: JSON) {
    guard let cells = row["cells"]?.arrayValue, let name = cells.first?.stringValue,
      let metadata = row["object"]?["metadata"], let version = metadata["resourceVersion"]?.stringValue
    else { return nil }
    let annotations = metadata["annotations"]
    self.name = name
    title = cells.count > 1 ? cells[1].stringValue ?? name : name
    resourceVersion = version
    generation = metadata["generation"]?.intValue ?? 0
    folderUID = annotations?["grafana.app/folder"]?.stringValue ?? ""
    message = annotations?["grafana.app/message"]?.stringValue ?? ""
    manager = ManagedMark.foreignManager(annotations)
  }
}
