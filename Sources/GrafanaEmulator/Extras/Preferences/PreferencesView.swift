internal import Documents

/// Preferences as the API shows them.
enum PreferencesView {
  static func json(_ preferences: Preferences, _ workspace: Workspace) -> JSON {
    let lens = workspace.lens.extras
    let uid =
      lens.homeDashboardIsKeptByUID ? preferences.homeDashboardUID : preferences.home(workspace)?.uid ?? ""
    var object = JSONObject()
    if lens.emptyPreferencesAreLeftOut {
      for (key, value) in [
        ("homeDashboardUID", uid), ("theme", preferences.theme), ("timezone", preferences.timeZone),
        ("weekStart", preferences.weekStart), (lens.languageMember ?? "", preferences.language),
      ] where !value.isEmpty {
        object[key] = JSON(value)
      }
      if let navigation = preferences.navigation { object["navbar"] = navigation }
      if let history = preferences.queryHistory { object["queryHistory"] = history }
      return .object(object)
    }
    object["theme"] = JSON(preferences.theme)
    object["homeDashboardId"] = JSON(preferences.homeDashboardID)
    if lens.preferencesKnowUIDs, !uid.isEmpty { object["homeDashboardUID"] = JSON(uid) }
    object["timezone"] = JSON(preferences.timeZone)
    object["weekStart"] = JSON(preferences.weekStart)
    if let member = lens.languageMember { object[member] = JSON(preferences.language) }
    if lens.preferencesHaveNavigation { object["navbar"] = preferences.navigation ?? ["savedItems": .null] }
    if lens.preferencesHaveQueryHistory {
      object["queryHistory"] = preferences.queryHistory ?? ["homeTab": ""]
    }
    return .object(object)
  }
}
