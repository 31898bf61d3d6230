internal import Documents

/// The page that Grafana shows where no home dashboard is chosen.
enum HomeDashboard {
  static func json(_ lens: Lens) -> JSON {
    var meta = DashboardMeta.blank(lens)
    if lens.extras.metaTellsHome { meta["isHome"] = true }
    meta["canEdit"] = true
    meta["folderTitle"] = "General"
    return [
      "meta": .object(meta),
      "dashboard": [
        "links": [], "panels": [], "schemaVersion": 22, "tags": [], "templating": ["list": []],
        "time": ["from": "now-6h", "to": "now"], "timezone": "browser", "title": "Home",
      ],
    ]
  }
}
