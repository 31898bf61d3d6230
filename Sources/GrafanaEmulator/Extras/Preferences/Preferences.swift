internal import Documents

/// Whose preferences.
enum PreferenceOwner: Hashable, Sendable {
  case organisation
  case team(Int)
  case user(Int)
}

/// What the organisation, a team or a user prefers. Empty texts and 0 stand for no choice.
struct Preferences: Sendable {
  var theme = ""
  var timeZone = ""
  var weekStart = ""
  var language = ""
  /// Where home dashboards are kept by number.
  var homeDashboardID = 0
  /// Where home dashboards are kept by uid.
  var homeDashboardUID = ""
  var navigation: JSON?
  var queryHistory: JSON?

  /// Takes what a client sends; members that are absent stay as they are.
  mutating func change(_ body: JSONObject, _ workspace: Workspace) throws(Refusal) {
    let lens = workspace.lens.extras
    guard ["", "light", "dark", "system"].contains(body.text("theme")) else {
      throw Refusal.plain(400, "Invalid theme")
    }
    if lens.timeZonesAreChecked, !TimeZoneName.isPlausible(body.text("timezone")) {
      throw Refusal.plain(
        400,
        "Invalid timezone. Must be a valid IANA timezone (e.g., America/New_York), 'utc', 'browser', or empty string"
      )
    }
    try changeHome(body, workspace)
    theme = body["theme"]?.stringValue ?? theme
    timeZone = body["timezone"]?.stringValue ?? timeZone
    weekStart = body["weekStart"]?.stringValue ?? weekStart
    if let member = lens.languageMember { language = body[member]?.stringValue ?? language }
    if lens.preferencesHaveNavigation { navigation = body["navbar"] ?? navigation }
    if lens.preferencesHaveQueryHistory { queryHistory = body["queryHistory"] ?? queryHistory }
  }

  /// A uid comes before a number. A number is not looked up where it is what is kept.
  private mutating func changeHome(_ body: JSONObject, _ workspace: Workspace) throws(Refusal) {
    let lens = workspace.lens.extras
    if lens.preferencesKnowUIDs, let uid = body["homeDashboardUID"]?.stringValue {
      let record = workspace.dashboards[uid]
      guard uid.isEmpty || record != nil else { throw Refusal.dashboardNotFound }
      set(record)
    } else if let id = body["homeDashboardId"]?.intValue {
      homeDashboardID = id
      guard lens.homeDashboardIsKeptByUID else { return }
      let record = workspace.dashboard(id: id)
      guard id == 0 || record != nil else { throw Refusal.dashboardNotFound }
      set(record)
    }
  }

  private mutating func set(_ record: DashboardRecord?) {
    homeDashboardID = record?.id ?? 0
    homeDashboardUID = record?.uid ?? ""
  }

  /// The home dashboard, where one is chosen and still there.
  func home(_ workspace: Workspace) -> DashboardRecord? {
    if workspace.lens.extras.homeDashboardIsKeptByUID { return workspace.dashboards[homeDashboardUID] }
    return homeDashboardID == 0 ? nil : workspace.dashboard(id: homeDashboardID)
  }
}
