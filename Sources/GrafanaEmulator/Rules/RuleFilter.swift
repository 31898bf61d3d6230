/// Limits a list of rules to those of a dashboard or of one of its panels.
struct RuleFilter {
  private let dashboardUID: String?
  private let panelID: Int?

  init(_ call: Call) throws(Refusal) {
    dashboardUID = call.query("dashboard_uid").flatMap { $0.isEmpty ? nil : $0 }
    guard let text = call.query("panel_id"), !text.isEmpty else {
      panelID = nil
      return
    }
    guard let number = Int(text) else { throw Refusal.failed(400, "invalid panel_id: strconv.ParseInt") }
    guard dashboardUID != nil else { throw Refusal.failed(400, "panel_id must be set with dashboard_uid") }
    panelID = number
  }

  func includes(_ rule: AlertRule) -> Bool {
    guard let dashboardUID else { return true }
    return rule.dashboardUID == dashboardUID && (panelID == nil || rule.panelID == panelID)
  }
}
