import Base
import Render

/// Watches a workspace by as few and as small requests as its version allows (reference section 15.2).
///
/// From 12 on the head of each Kubernetes-style list tells whether anything of the kind changed; its pages are read only
/// then. Before, one search listing shows folders and dashboards. Every other kind has one listing on every version, and
/// is listed only while somebody asks for it.
public actor WorkspaceObserver {
  private let session: GrafanaSession
  private let capabilities: ServerCapabilities
  private var lists: [ListedKind: KnownList] = [:]
  /// What the listings showed last, by what they list.
  private var known: [Listing: [ObjectKey: ObservedObject]] = [:]
  private var interest = ObservationInterest()
  /// Public links by the uids of their dashboards.
  private var links: [String: RemotePublicDashboard] = [:]
  private var listsLinks = false
  private var hasLookedForLinks = false
  /// How the kinds of the Kubernetes-style API are served, asked once.
  private var served: [ResourceName.Listing: ServedKind] = [:]
  /// What was not shown the last time.
  private var unread: [UnreadListing] = []

  private struct KnownList {
    let resourceVersion: String
    let objects: [ObjectKey: ObservedObject]
  }

  private enum Listing: Hashable {
    case search
    case kind(ObjectKind)
  }

  public init(_ session: GrafanaSession, capabilities: ServerCapabilities) {
    self.session = session
    self.capabilities = capabilities
  }

  /// - Parameter wanted: stays until the next call that says something; nil lists what the call before listed.
  public func observe(_ wanted: ObservationInterest? = nil) async throws(GrafanaError) -> Observation {
    var isChanged = try await lookForLinks(wanted?.publicLinks)
    if let wanted, wanted != interest {
      interest = wanted
      isChanged = true
    }
    var objects: [ObjectKey: ObservedObject] = [:]
    var failures: [UnreadListing] = []
    for kind in Self.listedKinds.intersection(interest.kinds).union([.datasource]).sorted() {
      let found = try await list(kind, &failures)
      if remember(found, as: .kind(kind)) { isChanged = true }
      objects.merge(found) { first, _ in first }
    }
    if failures != unread { isChanged = true }
    unread = failures
    if capabilities.hasKubernetesLists {
      for kind in [ListedKind.folders, .dashboards] {
        if try await refresh(kind) { isChanged = true }
        objects.merge(lists[kind]?.objects ?? [:]) { first, _ in first }
      }
    } else {
      let found = try await search()
      if remember(found, as: .search) { isChanged = true }
      objects.merge(found) { first, _ in first }
    }
    for (key, object) in objects where key.kind == .dashboard {
      guard let link = self.links[key.uid] else { continue }
      objects[key] = object.with(link, inMarker: listsLinks)
    }
    let listed = Self.listedKinds.intersection(interest.kinds).union([.datasource, .folder, .dashboard])
      .subtracting(failures.filter { $0.resource == nil }.map(\.kind))
    return Observation(
      objects: objects,
      unlisted: UnlistedObjects(
        kinds: Set(ObjectKind.allCases).subtracting(listed), resources: Set(failures.compactMap(\.resource))),
      unread: failures, isChanged: isChanged)
  }

  /// Kinds with a listing of their own that shows every change.
  private static let listedKinds: Set<ObjectKind> = [
    .datasource, .correlations, .libraryPanel, .homeDashboard, .alertRuleGroup, .notificationTemplate,
    .muteTiming,
    .contactPoint, .notificationPolicy, .notificationChannel, .serviceAccount, .resource,
  ]

  /// What a kind's listing shows. A listing that the workspace does not give concerns its own objects only: a token may be
  /// allowed one and not the next. Folders and dashboards are not of these: most other things lie in them.
  private func list(
    _ kind: ObjectKind, _ failures: inout [UnreadListing]
  ) async throws(GrafanaError) -> [ObjectKey: ObservedObject] {
    do throws(GrafanaError) {
      let found = kind == .resource ? try await listResources(&failures) : try await list(kind)
      return Dictionary(found.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    } catch let error where !error.concernsEveryCall {
      try note(UnreadListing(kind, error), in: &failures)
      return [:]
    }
  }

  private func list(_ kind: ObjectKind) async throws(GrafanaError) -> [ObservedObject] {
    switch kind {
    case .datasource: try await session.datasources().map { ObservedObject($0) }
    case .correlations: ObservedObject.correlations(try await session.correlations())
    case .libraryPanel: try await session.libraryPanels().map { ObservedObject($0) }
    case .homeDashboard: try await homeDashboard()
    case .alertRuleGroup: try await session.ruleGroups().map { ObservedObject($0) }
    case .notificationTemplate:
      try await session.notificationTemplates().compactMap { ObservedObject(named: $0, kind: kind) }
    case .muteTiming: try await session.muteTimings().compactMap { ObservedObject(named: $0, kind: kind) }
    case .contactPoint: ObservedObject.contactPoints(try await session.receivers())
    case .notificationPolicy: [ObservedObject(policies: try await session.notificationPolicies())]
    case .notificationChannel:
      try await session.notificationChannels().compactMap { ObservedObject(channel: $0) }
    case .serviceAccount: try await session.serviceAccounts().map { ObservedObject($0) }
    default: []
    }
  }

  private func homeDashboard() async throws(GrafanaError) -> [ObservedObject] {
    try await session.homeDashboardUID().map {
      [ObservedObject(key: HomeDashboard.key, title: $0, marker: $0)]
    } ?? []
  }

  /// - Returns: whether there are others than the last time.
  private func lookForLinks(_ isWanted: Bool?) async throws(GrafanaError) -> Bool {
    guard capabilities.hasPublicDashboards else { return false }
    var isChanged = false
    if isWanted == true, !listsLinks {
      listsLinks = true
      isChanged = true
    }
    guard listsLinks || (isWanted != nil && !hasLookedForLinks) else { return isChanged }
    hasLookedForLinks = true
    let found = Dictionary(
      try await session.publicDashboards().map { ($0.dashboardUID, $0) },
      uniquingKeysWith: { first, _ in first })
    if found != links { isChanged = true }
    links = found
    return isChanged
  }

  /// A second one that may pass is trouble of the workspace: every further one would be waited for as long.
  private func note(_ failure: UnreadListing, in failures: inout [UnreadListing]) throws(GrafanaError) {
    if failure.error.isPassing, failures.contains(where: \.error.isPassing) { throw failure.error }
    failures.append(failure)
  }

  private func listResources(
    _ failures: inout [UnreadListing]
  ) async throws(GrafanaError) -> [ObservedObject] {
    var found: [ObservedObject] = []
    for listing in interest.resources.sorted() {
      do throws(GrafanaError) {
        found += try await list(listing)
      } catch let error where !error.concernsEveryCall {
        try note(UnreadListing(.resource, resource: listing, error), in: &failures)
      }
    }
    return found
  }

  /// A kind that is not served may be served again: of its objects nobody knows anything until then.
  private func list(_ listing: ResourceName.Listing) async throws(GrafanaError) -> [ObservedObject] {
    if served[listing] == nil {
      served[listing] = try await session.servedKind(listing.kind, group: listing.group)
    }
    guard let kind = served[listing] else {
      throw GrafanaError(
        kind: .notFound, status: nil, call: "GET /apis/\(listing.group)",
        message: "it serves no kind \(listing.kind) there, GET /apis lists what it serves")
    }
    let rows = try await session.resources(
      kind, namespace: listing.namespace ?? session.settings.namespace)
    return rows.compactMap { ObservedObject(resource: $0, in: listing) }
  }

  /// - Returns: whether the listing shows something else than the last time.
  private func remember(_ found: [ObjectKey: ObservedObject], as listing: Listing) -> Bool {
    let isChanged = found.mapValues(\.marker) != (known[listing] ?? [:]).mapValues(\.marker)
    known[listing] = found
    return isChanged
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
}
