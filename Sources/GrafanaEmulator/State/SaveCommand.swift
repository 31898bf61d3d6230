internal import Documents

/// A save of a dashboard through the old API.
struct SaveCommand: Sendable {
  let object: JSONObject
  var folderUID: String
  let message: String
  let overwrites: Bool
  var isFolder = false
  /// 0 where nothing is restored.
  var restoredFrom = 0

  var title: String { Text.trimmed(object.text("title")) }
  var uid: String { Text.trimmed(object.text("uid")) }
  /// 0 where there is none.
  var id: Int { object["id"]?.intValue ?? 0 }
  /// An absent version counts as 0.
  var version: Int { object["version"]?.intValue ?? 0 }

  /// Reads the body of `POST /api/dashboards/db`. A dashboard that is no object has no members.
  init(_ body: JSONObject, folderUID: String) throws(Refusal) {
    guard let dashboard = body["dashboard"], !dashboard.isNull else { throw Refusal.badRequest }
    object = dashboard.objectValue ?? JSONObject()
    self.folderUID = folderUID
    message = body.text("message")
    overwrites = body.flag("overwrite")
    isFolder = body.flag("isFolder")
  }

  private init(_ other: SaveCommand, object: JSONObject) {
    self.object = object
    folderUID = other.folderUID
    message = other.message
    overwrites = other.overwrites
    isFolder = other.isFolder
    restoredFrom = other.restoredFrom
  }

  /// The same save with another body.
  func replacing(_ object: JSONObject) -> SaveCommand { SaveCommand(self, object: object) }

  init(object: JSONObject, folderUID: String, message: String, restoredFrom: Int) {
    self.object = object
    self.folderUID = folderUID
    self.message = message
    self.restoredFrom = restoredFrom
    overwrites = true
  }
}
