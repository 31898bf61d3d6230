internal import Documents

/// A mark in time on the organisation or on a dashboard.
struct AnnotationRecord: NumberedRow {
  let id: Int
  /// 0 for the organisation.
  let dashboardID: Int
  let panelID: Int
  /// The account that made it.
  let personID: Int
  let created: Moment
  var updated: Moment
  /// Milliseconds since 1970.
  var start: Int
  /// The same as the start for a point in time.
  var end: Int
  var text: String
  var tags: [String]
  var data: JSONObject
}
