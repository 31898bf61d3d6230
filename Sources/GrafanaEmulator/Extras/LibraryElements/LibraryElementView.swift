internal import Documents

/// A library element as the API shows it.
enum LibraryElementView {
  /// Which folder an answer shows.
  enum Place {
    /// The one that the element is in; the root is called General.
    case stored
    /// The one that the request named, empty where it named none or the version does not look it up.
    case asked(uid: String)
  }

  /// - Parameters:
  ///   - connections: how many dashboards show an element, by its uid.
  ///   - isNew: whether times come from memory and have a fraction: both of a create, that of the change otherwise.
  static func json(
    _ element: LibraryElementRecord, _ workspace: Workspace, connections: [String: Int],
    place: Place = .stored, isNew: Bool = false, isChanged: Bool = false
  ) -> JSON {
    let uid = if case .asked(let uid) = place { uid } else { element.folderUID }
    var object = JSONObject(members: [
      ("id", JSON(element.id)), ("orgId", 1), ("folderId", JSON(workspace.folders[uid]?.id ?? 0)),
    ])
    if workspace.lens.extras.libraryKnowsFolderUIDs { object["folderUid"] = JSON(uid) }
    object["uid"] = JSON(element.uid)
    object["name"] = JSON(element.name)
    object["kind"] = JSON(element.kind.rawValue)
    object["type"] = JSON(element.type)
    object["description"] = JSON(element.description)
    object["model"] = .object(element.model)
    object["version"] = JSON(element.version)
    object["meta"] = meta(
      element, workspace, connections: connections, place: place, isNew: isNew, isChanged: isChanged)
    return .object(object)
  }

  static func meta(
    _ element: LibraryElementRecord, _ workspace: Workspace, connections: [String: Int],
    place: Place = .stored, isNew: Bool = false, isChanged: Bool = false
  ) -> JSON {
    let (name, uid) = folder(element, workspace, place)
    return [
      "folderName": JSON(name), "folderUid": JSON(uid),
      "connectedDashboards": JSON(connections[element.uid] ?? 0),
      "created": JSON(isNew ? element.created.preciseText : element.created.text),
      "updated": JSON(isNew || isChanged ? element.updated.preciseText : element.updated.text),
      "createdBy": workspace.person(element.makerID).json,
      "updatedBy": workspace.person(element.changerID).json,
    ]
  }

  private static func folder(
    _ element: LibraryElementRecord, _ workspace: Workspace, _ place: Place
  ) -> (name: String, uid: String) {
    switch place {
    case .stored:
      return (workspace.folders[element.folderUID]?.title.text ?? "General", element.folderUID)
    case .asked(let uid):
      guard workspace.lens.extras.libraryKnowsFolderUIDs else { return ("", "") }
      return (workspace.folders[uid]?.title.text ?? "", uid)
    }
  }
}
