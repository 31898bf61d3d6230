internal import Documents

/// How a dashboard is described that is shown apart from its folder, maker and rights: the home page, a snapshot, a
/// public dashboard.
enum DashboardMeta {
  static func blank(_ lens: Lens) -> JSONObject {
    var meta = JSONObject(members: [
      ("canSave", false), ("canEdit", false), ("canAdmin", false), ("canStar", false),
    ])
    if lens.dashboards.showsRightToDelete { meta["canDelete"] = false }
    for (key, value) in [
      ("slug", ""), ("url", ""), ("expires", JSON(Moment.zeroText)), ("created", JSON(Moment.zeroText)),
      ("updated", JSON(Moment.zeroText)), ("updatedBy", ""), ("createdBy", ""), ("version", 0),
      ("hasAcl", false), ("isFolder", false), ("folderId", 0), ("folderUid", ""), ("folderTitle", ""),
      ("folderUrl", ""), ("provisioned", false), ("provisionedExternalId", ""),
    ] as [(String, JSON)] {
      meta[key] = value
    }
    if lens.dashboards.showsRightToDelete { meta["annotationsPermissions"] = .null }
    DashboardView.addPublicKeys(lens, to: &meta)
    return meta
  }
}
