/// What a search asks for.
struct SearchQuery: Sendable {
  private let call: Call
  private let type: String
  private let text: String
  private let tags: Set<String>
  private let dashboardUIDs: Set<String>
  private let ids: Set<Int>
  private let folderIDs: [Int]
  private let folderUIDs: [String]

  init(_ call: Call) throws(Refusal) {
    self.call = call
    type = call.query("type") ?? ""
    text = (call.query("query") ?? "").lowercased()
    tags = Set(call.queryValues("tag"))
    dashboardUIDs =
      call.lens.search.knowsDashboardUIDs
      ? Set(call.queryValues("dashboardUIDs") + call.queryValues("dashboardUID")) : []
    ids = Set(call.queryValues("dashboardIds").compactMap { Int($0) })
    folderIDs = call.queryValues("folderIds").compactMap { Int($0) }
    folderUIDs = call.lens.search.knowsFolderUIDs ? call.queryValues("folderUIDs") : []
    if !dashboardUIDs.isEmpty, !ids.isEmpty {
      throw Refusal.plain(400, "search supports UIDs or IDs, not both")
    }
    if call.lens.hasKubernetesAPI, !["", "dash-db", "dash-folder"].contains(type) {
      throw Refusal.plain(500, "Search failed")
    }
  }

  func hits(in workspace: Workspace) -> [SearchHit] {
    var hits: [SearchHit] = []
    if type != "dash-db" { hits += workspace.folders.values.map(SearchHit.init) }
    if type != "dash-folder" { hits += workspace.dashboards.values.map(SearchHit.init) }
    return hits.filter { matches($0, workspace) }
  }

  private func matches(_ hit: SearchHit, _ workspace: Workspace) -> Bool {
    (text.isEmpty || hit.title.lowercased.contains(text))
      && tags.isSubset(of: hit.tags)
      && (dashboardUIDs.isEmpty || dashboardUIDs.contains(hit.uid))
      && (ids.isEmpty || ids.contains(hit.id))
      && isInFolders(hit, workspace)
      && (call.query("starred") != "true" || workspace.isStarred(hit.uid, by: call.caller))
      && (call.query("permission") != "Edit" || call.caller.role >= .editor)
  }

  private func isInFolders(_ hit: SearchHit, _ workspace: Workspace) -> Bool {
    if !folderUIDs.isEmpty, !folderUIDs.contains(hit.folderUID.isEmpty ? "general" : hit.folderUID) {
      return false
    }
    guard !folderIDs.isEmpty else { return true }
    // The unified store takes the numbers for those of the objects themselves [12.4 search: folder-ids].
    guard call.lens.search.knowsFolderNumbers else { return folderIDs.contains(hit.id) }
    return folderIDs.contains(workspace.folders[hit.folderUID]?.id ?? 0)
  }
}
