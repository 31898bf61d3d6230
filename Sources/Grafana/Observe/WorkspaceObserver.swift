import Base
import Documents

/// Watches a workspace by as few and as small requests as its version allows (reference section 15.2).
///
/// From 12 on the head of each Kubernetes-style list tells whether anything of the kind changed; its pages are read only
/// then. Before, one search listing shows folders and dashboards. Data sources have one listing on every version.
public actor WorkspaceObserver {
  private let session: GrafanaSession
  private let capabilities: ServerCapabilities
  private var lists: [ListedKind: KnownList] = [:]
  private var searched: [ObjectKey: ObservedObject] = [:]
  private var datasources: [ObjectKey: ObservedObject] = [:]

  private struct KnownList {
    let resourceVersion: String
    let objects: [ObjectKey: ObservedObject]
  }

  public init(_ session: GrafanaSession, capabilities: ServerCapabilities) {
    self.session = session
    self.capabilities = capabilities
  }

  public func observe() async throws(GrafanaError) -> Observation {
    let rows = try await session.datasources()
    let nowDatasources = Dictionary(
      rows.map { (ObjectKey(.datasource, $0.uid), Self.observed($0)) },
      uniquingKeysWith: { first, _ in first })
    var isChanged = nowDatasources.mapValues(\.marker) != datasources.mapValues(\.marker)
    datasources = nowDatasources
    var objects = datasources
    if capabilities.hasKubernetesLists {
      for kind in [ListedKind.folders, .dashboards] {
        if try await refresh(kind) { isChanged = true }
        objects.merge(lists[kind]?.objects ?? [:]) { first, _ in first }
      }
    } else {
      let found = try await search()
      if found.mapValues(\.marker) != searched.mapValues(\.marker) { isChanged = true }
      searched = found
      objects.merge(found) { first, _ in first }
    }
    return Observation(objects: objects, isChanged: isChanged)
  }

  /// - Returns: whether the list moved.
  private func refresh(_ kind: ListedKind) async throws(GrafanaError) -> Bool {
    if let known = lists[kind] {
      if try await session.listVersion(of: kind) == known.resourceVersion { return false }
    }
    let (objects, version) = try await session.list(kind)
    lists[kind] = KnownList(
      resourceVersion: version,
      objects: Dictionary(
        objects.map { (Self.key($0, kind), Self.observed($0, kind)) }, uniquingKeysWith: { first, _ in first }
      ))
    return true
  }

  private static func key(_ object: ListedObject, _ kind: ListedKind) -> ObjectKey {
    ObjectKey(kind == .folders ? .folder : .dashboard, object.name)
  }

  private static func observed(_ object: ListedObject, _ kind: ListedKind) -> ObservedObject {
    ObservedObject(
      key: key(object, kind), title: object.title, parentUID: object.folderUID,
      marker: object.resourceVersion,
      version: object.generation, manager: object.manager)
  }

  private func search() async throws(GrafanaError) -> [ObjectKey: ObservedObject] {
    var found: [ObjectKey: ObservedObject] = [:]
    for hit in try await session.search() {
      let key = ObjectKey(hit.isFolder ? .folder : .dashboard, hit.uid)
      let text = ([hit.title, hit.folderUID] + hit.tags.sorted()).joined(separator: "\u{1}")
      found[key] = ObservedObject(
        key: key, title: hit.title, parentUID: hit.folderUID, marker: Digest(of: text).short)
    }
    return found
  }

  /// The row without what the server counts or decorates.
  private static func observed(_ row: RemoteDatasource) -> ObservedObject {
    let decorations: Set<String> = [
      "id", "orgId", "typeLogoUrl", "typeName", "readOnly", "accessControl", "apiVersion",
    ]
    let content = row.model.filter { !decorations.contains($0) }
    return ObservedObject(
      key: ObjectKey(.datasource, row.uid), title: row.name, marker: JSON.object(content).digest.short,
      variant: row.type)
  }
}
