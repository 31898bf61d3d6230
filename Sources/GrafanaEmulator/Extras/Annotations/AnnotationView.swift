internal import Documents

/// An annotation as the API shows it.
enum AnnotationView {
  static func json(_ record: AnnotationRecord, _ workspace: Workspace) -> JSON {
    let lens = workspace.lens.extras
    let person = workspace.person(record.personID)
    let uid = record.dashboardID == 0 ? nil : workspace.dashboard(id: record.dashboardID)?.uid
    var object = JSONObject(members: [("id", JSON(record.id))])
    if !lens.annotationsAreCompact {
      object["alertId"] = 0
      object["alertName"] = ""
    }
    if record.dashboardID != 0 || !lens.annotationsAreCompact {
      object["dashboardId"] = JSON(record.dashboardID)
    }
    if lens.annotationsKnowUIDs {
      object["dashboardUID"] = lens.annotationsAreCompact ? JSON(uid ?? "") : JSON(orNull: uid)
    }
    if record.panelID != 0 || !lens.annotationsAreCompact { object["panelId"] = JSON(record.panelID) }
    if !lens.annotationsAreCompact {
      // Never filled in [recordings: annotations].
      object["userId"] = 0
      object["newState"] = ""
      object["prevState"] = ""
    }
    object["created"] = JSON(record.created.milliseconds)
    object["updated"] = JSON(record.updated.milliseconds)
    object["time"] = JSON(record.start)
    object["timeEnd"] = JSON(record.end)
    object["text"] = JSON(record.text)
    object["tags"] = .array(record.tags.map { JSON($0) })
    object["login"] = JSON(person.login)
    object["email"] = JSON(person.email)
    object["avatarUrl"] = JSON(person.avatarURL)
    object["data"] = .object(record.data)
    return .object(object)
  }
}

extension Moment {
  /// Since 1970.
  var milliseconds: Int { nanoseconds / 1_000_000 }
}
