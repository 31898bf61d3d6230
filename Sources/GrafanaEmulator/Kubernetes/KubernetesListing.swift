internal import Documents

/// A request for a list: what to select and which page.
struct KubernetesListing: Sendable {
  /// What the label selector asks for.
  private enum Selection: Sendable {
    case living
    case history
    case trash
    /// A label that no object has.
    case nothing
  }

  /// The objects of a page without a limit.
  private static let defaultLimit = 500
  /// A page ends once it holds this many bytes, whatever its limit [12.4 kubernetes_listing: trash; the number of bytes
  /// is recalled].
  private static let pageBytes = 2 << 20

  private let target: KubernetesTarget
  private let selection: Selection
  private let name: String?
  private let limit: Int
  private let token: ListToken?
  private let since: Int?

  init(_ target: KubernetesTarget, _ call: Call) throws(Refusal) {
    if call.query("watch") == "true" || call.query("watch") == "1" {
      throw Refusal.kubernetes(
        KubernetesStatus(
          code: 405, message: "watch is not supported on resources of kind \"\(target.kind.resource)\"",
          reason: "MethodNotAllowed",
          details: JSONObject(members: [
            ("group", JSON(target.kind.group)), ("kind", JSON(target.kind.plural)),
          ])))
    }
    self.target = target
    selection = Self.selection(call.query("labelSelector") ?? "")
    name = Self.name(call.query("fieldSelector") ?? "")
    limit = call.count("limit", fallback: Self.defaultLimit)
    if let text = call.query("continue"), !text.isEmpty {
      token = try ListToken(text)
    } else {
      token = nil
    }
    since = call.query("resourceVersion").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  func view(_ workspace: inout Workspace) throws(Refusal) -> ListView {
    switch selection {
    case .nothing:
      return page(of: [], at: currentVersion(workspace))
    case .history:
      let history = name.flatMap { workspace.dashboards[$0] }?.kubernetesHistory ?? []
      return page(of: history, at: currentVersion(workspace))
    case .trash:
      let trash = target.kind == .dashboard ? workspace.trash.reversed().map(\.kubernetesObject) : []
      return page(of: trash, at: currentVersion(workspace))
    case .living: return living(&workspace)
    }
  }

  private func living(_ workspace: inout Workspace) -> ListView {
    if let name {
      let object = target.object(name, workspace)
      // The list of one object has that object's version [12.4 kubernetes_listing: field-selector].
      return page(of: object.map { [$0] } ?? [], at: object?.resourceVersion ?? currentVersion(workspace))
    }
    let list = list(&workspace)
    if let since {
      let old = list.names.compactMap { list[$0] }.filter { ($0.resourceVersion ?? 0) <= since }
      return page(of: old, at: since)
    }
    let start = min(token?.offset ?? 0, list.names.count)
    return page(from: list.names[start...].lazy.compactMap { list[$0] }, start, at: list.resourceVersion)
  }

  /// The list that the token belongs to, else the present one.
  private func list(_ workspace: inout Workspace) -> ObjectList {
    let version = currentVersion(workspace)
    if let known = workspace.snapshots.list(target.kind, at: token?.resourceVersion ?? version) {
      return known
    }
    if let known = workspace.snapshots.list(target.kind, at: version) { return known }
    let list = ObjectList(target.kind, workspace)
    workspace.snapshots.remember(list)
    return list
  }

  private func currentVersion(_ workspace: Workspace) -> Int {
    target.kind == .folder ? workspace.folderVersions.ofList : workspace.dashboardVersions.ofList
  }

  private func page(of objects: [KubernetesObject], at version: Int) -> ListView {
    let start = min(token?.offset ?? 0, objects.count)
    return page(from: objects[start...], start, at: version)
  }

  private func page(
    from objects: some Sequence<KubernetesObject>, _ start: Int, at version: Int
  ) -> ListView {
    var taken: [KubernetesObject] = []
    var bytes = 0
    var hasMore = false
    for object in objects {
      if taken.count >= limit || bytes >= Self.pageBytes {
        hasMore = true
        break
      }
      bytes += object.byteCount
      taken.append(object)
    }
    let next = hasMore ? ListToken(offset: start + taken.count, resourceVersion: version).text : nil
    return ListView(
      kind: target.kind, version: target.version, resourceVersion: String(version), continueToken: next,
      objects: taken)
  }

  private static func selection(_ text: String) -> Selection {
    switch text {
    case "": .living
    case "grafana.app/get-history=true": .history
    case "grafana.app/get-trash=true": .trash
    default: .nothing
    }
  }

  private static func name(_ fieldSelector: String) -> String? {
    let parts = fieldSelector.split(separator: "=", omittingEmptySubsequences: true)
    return parts.count == 2 && parts[0] == "metadata.name" ? String(parts[1]) : nil
  }
}
