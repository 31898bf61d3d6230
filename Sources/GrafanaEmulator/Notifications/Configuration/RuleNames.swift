internal import Documents

/// The receivers and time intervals that rules name themselves.
extension AlertRule {
  private static let intervalKeys = ["mute_time_intervals", "active_time_intervals"]

  func names(receiver: String) -> Bool { notificationSettings?.text("receiver") == receiver }

  func names(timeInterval name: String) -> Bool {
    Self.intervalKeys.contains { key in
      notificationSettings?[key]?.arrayValue?.contains { $0.stringValue == name } ?? false
    }
  }

  mutating func rename(receiver old: String, to new: String) {
    if names(receiver: old) { notificationSettings?["receiver"] = JSON(new) }
  }

  mutating func rename(timeInterval old: String, to new: String) {
    for key in Self.intervalKeys {
      guard let list = notificationSettings?[key]?.arrayValue else { continue }
      notificationSettings?[key] = .array(list.map { $0.stringValue == old ? JSON(new) : $0 })
    }
  }
}
