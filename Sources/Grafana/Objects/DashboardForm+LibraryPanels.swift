import Documents

extension DashboardForm {
  /// The uids of the library panels that a model shows, in rows too.
  public static func libraryPanels(in model: JSON) -> Set<String> {
    var uids: Set<String> = []
    for panel in model["panels"]?.arrayValue ?? [] {
      if let uid = panel["libraryPanel"]?["uid"]?.stringValue { uids.insert(uid) }
      uids.formUnion(libraryPanels(in: panel))
    }
    return uids
  }

  /// A model with nothing of its library panels but which they are and where: all that servers of 8.4 to 9.0 keep of them;
  /// what these show more is the library's (reference grafana-http-api.md section 4.2).
  public static func namingLibraryPanels(_ model: JSON) -> JSON {
    guard var object = model.objectValue, let panels = object["panels"]?.arrayValue else { return model }
    object["panels"] = .array(
      panels.map { panel in
        guard let uid = panel["libraryPanel"]?["uid"], let members = panel.objectValue else {
          return namingLibraryPanels(panel)
        }
        var place = members.filter { ["gridPos", "id"].contains($0) }
        place["libraryPanel"] = ["uid": uid]
        return .object(place)
      })
    return .object(object)
  }
}
