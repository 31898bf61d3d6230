internal import Documents

/// That a dashboard is shown to everybody who knows a token.
struct PublicDashboardRecord: Sendable {
  let uid: String
  let dashboardUID: String
  let accessToken: String
  let created: Moment
  /// The account that made it.
  let makerID: Int
  var updated: Moment
  var changerID: Int
  var isEnabled = false
  var showsAnnotations = false
  var letsTimeBeSelected = false
  var share = "public"

  /// Takes the switches that a client sends.
  mutating func change(_ body: JSONObject) {
    isEnabled = body["isEnabled"]?.boolValue ?? isEnabled
    showsAnnotations = body["annotationsEnabled"]?.boolValue ?? showsAnnotations
    letsTimeBeSelected = body["timeSelectionEnabled"]?.boolValue ?? letsTimeBeSelected
    share = body["share"]?.stringValue ?? share
  }

  /// - Parameter isChanged: whether this answers a change, whose time was never in a database.
  func json(isChanged: Bool = false) -> JSON {
    [
      "uid": JSON(uid), "dashboardUid": JSON(dashboardUID), "accessToken": JSON(accessToken),
      "createdBy": JSON(makerID), "updatedBy": JSON(changerID), "createdAt": JSON(created.text),
      "updatedAt": JSON(isChanged ? updated.preciseText : updated.text),
      "timeSelectionEnabled": JSON(letsTimeBeSelected), "isEnabled": JSON(isEnabled),
      "annotationsEnabled": JSON(showsAnnotations), "share": JSON(share),
    ]
  }
}

extension Workspace {
  /// Whether somebody without credentials sees a dashboard now.
  func isPublic(_ record: DashboardRecord) -> Bool {
    extras.publicDashboards[record.uid]?.isEnabled ?? false
  }
}
