internal import Documents

/// A folder or dashboard that a search found.
struct SearchHit: Sendable {
  let id: Int
  let uid: String
  let title: Title
  let url: String
  let tags: [String]
  /// Empty at the root.
  let folderUID: String
  let isFolder: Bool

  init(_ folder: FolderRecord) {
    id = folder.id
    uid = folder.uid
    title = folder.title
    url = FolderView.url(folder)
    tags = []
    folderUID = folder.parentUID
    isFolder = true
  }

  init(_ dashboard: DashboardRecord) {
    id = dashboard.id
    uid = dashboard.uid
    title = dashboard.title
    url = DashboardView.url(dashboard)
    tags = dashboard.document.tags
    folderUID = dashboard.folderUID
    isFolder = false
  }

  func json(_ call: Call, _ workspace: Workspace, sortsTags: Bool) -> JSON {
    var object = JSONObject(members: [("id", JSON(id)), ("uid", JSON(uid))])
    if call.lens.hasKubernetesAPI { object["orgId"] = 1 }
    object["title"] = JSON(title.text)
    object["uri"] = JSON("db/" + title.slug)
    object["url"] = JSON(url)
    object["slug"] = ""
    object["type"] = isFolder ? "dash-folder" : "dash-db"
    object["tags"] = .array((sortsTags ? tags.sorted() : tags).map { JSON($0) })
    object["isStarred"] = JSON(!isFolder && workspace.isStarred(uid, by: call.caller))
    if let folder = workspace.folders[folderUID] {
      object["folderId"] = JSON(folder.id)
      object["folderUid"] = JSON(folder.uid)
      object["folderTitle"] = JSON(folder.title.text)
      object["folderUrl"] = JSON(FolderView.url(folder))
    }
    object["sortMeta"] = 0
    if call.lens.hasKubernetesAPI { object["isDeleted"] = false }
    return .object(object)
  }
}
