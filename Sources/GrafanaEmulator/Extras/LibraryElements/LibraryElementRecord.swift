internal import Documents

/// A panel or a variable that dashboards share.
struct LibraryElementRecord: NumberedRow {
  let id: Int
  var uid: String
  /// Empty at the root.
  var folderUID: String
  var name: String
  let kind: Kind
  var type = ""
  var description = ""
  var model: JSONObject
  var version = 1
  let created: Moment
  /// The account that made it.
  let makerID: Int
  var updated: Moment
  var changerID: Int

  enum Kind: Int, Sendable {
    case panel = 1
    case variable = 2
  }

  /// Writes type and description into the model where it lacks them, and keeps them beside it otherwise; a variable's
  /// model has its name too [recordings: library_elements].
  mutating func synchronise() {
    if kind == .variable { model["name"] = JSON(name) }
    if let given = model["type"]?.stringValue { type = given } else { model["type"] = JSON(type) }
    if let given = model["description"]?.stringValue {
      description = given
    } else {
      model["description"] = JSON(description)
    }
  }
}
