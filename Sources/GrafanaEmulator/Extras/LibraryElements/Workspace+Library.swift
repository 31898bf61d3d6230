internal import Documents

extension Workspace {
  /// How many dashboards show each library panel, by its uid.
  func libraryConnectionCounts() -> [String: Int] {
    var counts: [String: Int] = [:]
    if lens.extras.libraryConnectionsBind {
      for connection in extras.libraryConnections.rows {
        if let uid = extras.libraryElements[connection.elementID]?.uid { counts[uid, default: 0] += 1 }
      }
    } else if !extras.libraryElements.rows.isEmpty {
      for record in dashboards.values {
        for uid in Set(record.document.libraryPanels) { counts[uid, default: 0] += 1 }
      }
    }
    return counts
  }

  /// The dashboards that show a library panel. Where connections do not bind they are found by looking at all.
  func connections(of element: LibraryElementRecord) -> [(
    id: Int, connection: LibraryConnection, uid: String
  )] {
    if lens.extras.libraryConnectionsBind {
      return extras.libraryConnections.rows.filter { $0.elementID == element.id }.map { connection in
        (id: connection.id, connection: connection, uid: dashboard(id: connection.dashboardID)?.uid ?? "")
      }
    }
    return dashboards.values.filter { $0.document.libraryPanels.contains(element.uid) }
      .sorted { $0.id < $1.id }
      .map { record in
        let connection = LibraryConnection(
          id: record.id, elementID: element.id, dashboardID: record.id, created: record.created,
          personID: accountID(of: record.createdBy))
        return (id: record.id, connection: connection, uid: record.uid)
      }
  }

  private func accountID(of author: Author) -> Int {
    switch author {
    case .user(_, let login): users.first { $0.login == login }?.id ?? 0
    case .serviceAccount(let uid): serviceAccounts.first { $0.uid == uid }?.id ?? 0
    case .apiKey: 0
    }
  }

  /// Connects a saved dashboard with its library panels, all of them or none. The dashboard stays saved when one is
  /// missing.
  mutating func connectLibraryPanels(of saved: SavedObject, by caller: Caller) throws(Refusal) {
    guard lens.extras.libraryConnectionsBind, case .dashboard(let record) = saved else { return }
    extras.libraryConnections.removeAll { $0.dashboardID == record.id }
    var elements: [Int] = []
    for uid in record.document.libraryPanels {
      guard let element = extras.libraryElements.rows.first(where: { $0.uid == uid }) else {
        throw Refusal.failed(500, "Error while connecting library panels")
      }
      if !elements.contains(element.id) { elements.append(element.id) }
    }
    let now = Moment.now
    for element in elements {
      extras.libraryConnections.insert { id in
        LibraryConnection(
          id: id, elementID: element, dashboardID: record.id, created: now, personID: caller.accountID ?? 0)
      }
    }
  }

  /// Refuses to delete a folder whose library panels are in use, where connections bind.
  func checkLibraryElements(inFolder uid: String) throws(Refusal) {
    let inUse = extras.libraryConnections.rows.contains {
      extras.libraryElements[$0.elementID]?.folderUID == uid
    }
    guard !inUse else {
      throw Refusal.failed(403, "Folder could not be deleted because it contains library elements in use")
    }
  }
}
