internal import Documents

/// Library panels inside the body of a dashboard.
enum LibraryPanels {
  /// The uids that a body's panels name, those inside rows too; empty for one that is named without a uid.
  static func uids(in body: JSONObject) -> [String] {
    guard let panels = body["panels"]?.arrayValue else { return [] }
    var uids: [String] = []
    for panel in panels.compactMap(\.objectValue) {
      if let reference = panel["libraryPanel"]?.objectValue {
        uids.append(reference.text("uid"))
      } else if panel.text("type") == "row" {
        uids += Self.uids(in: panel)
      }
    }
    return uids
  }

  /// A save as it is to be stored: without the content of library panels where a read brings it.
  static func prepared(_ command: SaveCommand, _ lens: Lens) throws(Refusal) -> SaveCommand {
    guard lens.extras.libraryPanelsAreExpanded else { return command }
    let named = uids(in: command.object)
    guard !named.isEmpty else { return command }
    guard !named.contains("") else { throw Refusal.failed(500, "Error while cleaning library panels") }
    return command.replacing(
      changed(command.object) { panel, reference in
        JSONObject(members: [
          ("gridPos", panel["gridPos"] ?? [:]), ("id", panel["id"] ?? 0),
          ("libraryPanel", ["uid": JSON(reference.text("uid")), "name": JSON(reference.text("name"))]),
        ])
      })
  }

  /// A stored body with the content of its library panels [8.4 library_elements: connected-dashboard]. The stand-in
  /// for a panel that is gone is recalled.
  static func expanded(_ body: JSONObject, _ workspace: Workspace) -> JSONObject {
    let counts = workspace.libraryConnectionCounts()
    return changed(body) { panel, reference in
      let uid = reference.text("uid")
      let element = workspace.extras.libraryElements.rows.first { $0.uid == uid && $0.kind == .panel }
      guard let element else {
        var stand = panel
        stand["type"] = JSON("Name: \"\(reference.text("name"))\", UID: \"\(uid)\"")
        return stand
      }
      var result = element.model
      result["gridPos"] = panel["gridPos"] ?? [:]
      result["id"] = panel["id"] ?? 0
      result["libraryPanel"] = [
        "uid": JSON(uid), "name": JSON(element.name), "type": JSON(element.type),
        "description": JSON(element.description), "version": JSON(element.version),
        "meta": LibraryElementView.meta(element, workspace, connections: counts),
      ]
      return result
    }
  }

  private static func changed(
    _ body: JSONObject, _ change: (_ panel: JSONObject, _ reference: JSONObject) -> JSONObject
  ) -> JSONObject {
    guard let panels = body["panels"]?.arrayValue else { return body }
    var result = body
    result["panels"] = .array(
      panels.map { value in
        guard let panel = value.objectValue else { return value }
        if let reference = panel["libraryPanel"]?.objectValue { return .object(change(panel, reference)) }
        return panel.text("type") == "row" ? .object(changed(panel, change)) : value
      })
    return result
  }
}

extension DashboardDocument {
  /// The body as a read shows it: with the content of its library panels where the version brings that.
  func shown(in workspace: Workspace) -> DashboardDocument {
    guard workspace.lens.extras.libraryPanelsAreExpanded, !libraryPanels.isEmpty else { return self }
    return DashboardDocument(
      LibraryPanels.expanded(object, workspace), lens: workspace.lens, title: title.text)
  }
}
