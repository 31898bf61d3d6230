internal import Documents

/// The page that Grafana shows where no home dashboard is chosen.
enum HomeDashboard {
  static func json(_ lens: Lens) -> JSON {
    var meta = JSONObject(members: [
      ("canSave", false), ("canEdit", true), ("canAdmin", false), ("canStar", false), ("canDelete", false),
      ("slug", ""), ("url", ""), ("expires", JSON(Moment.zeroText)), ("created", JSON(Moment.zeroText)),
      ("updated", JSON(Moment.zeroText)), ("updatedBy", ""), ("createdBy", ""), ("version", 0),
      ("hasAcl", false), ("isFolder", false), ("folderId", 0), ("folderUid", ""), ("folderTitle", "General"),
      ("folderUrl", ""), ("provisioned", false), ("provisionedExternalId", ""),
      ("annotationsPermissions", .null),
    ])
    DashboardView.addPublicKeys(lens, to: &meta)
    return [
      "meta": .object(meta),
      "dashboard": [
        "links": [], "panels": [], "schemaVersion": 22, "tags": [], "templating": ["list": []],
        "time": ["from": "now-6h", "to": "now"], "timezone": "browser", "title": "Home",
      ],
    ]
  }
}
