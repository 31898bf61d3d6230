internal import Documents

/// What the `notification_settings` of a rule may name.
struct ReceiverNames {
  /// Contact points.
  let receivers: Set<String>
  /// Mute timings; active ones are named by the same.
  let timings: Set<String>

  /// Everything that rules ask of notifications is asked here.
  init(_ workspace: Workspace) {
    receivers = Set(workspace.notifications.receiverNames)
    timings = Set(workspace.notifications.timeIntervalNames)
  }

  /// Refuses settings that name what is not there [12.4 alert_groups: notification-settings; the words for timings are
  /// remembered of the source].
  func check(_ rule: AlertRule) throws(RuleFailure) {
    guard let settings = rule.notificationSettings else { return }
    let receiver = settings.text("receiver")
    guard !receiver.isEmpty else { throw .joined("receiver must be specified") }
    guard receivers.contains(receiver) else { throw .joined("receiver \(receiver) does not exist") }
    for key in ["mute_time_intervals", "active_time_intervals"] {
      for name in settings[key]?.arrayValue?.compactMap(\.stringValue) ?? [] where !timings.contains(name) {
        throw .joined("time interval \(name) does not exist")
      }
    }
  }
}
