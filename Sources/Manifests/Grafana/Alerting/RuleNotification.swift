import Base
import Documents

/// `notificationSettings` of an alert rule: the contact point that it goes to, past the policies.
public struct RuleNotification: Sendable {
  public let receiver: String
  public let groupBy: [String]?
  public let groupWait: Duration?
  public let groupInterval: Duration?
  public let repeatInterval: Duration?
  public let muteTimings: [String]
  public let activeTimings: [String]
  public let origin: SourceLocation
}

extension RuleNotification {
  init?(_ fields: FieldReader) {
    origin = fields.document.location(fields.node.position)
    let receiver = fields.requiredString("receiver", remedy: "name a contact point")
    groupBy = fields.strings("group_by")
    groupWait = fields.grafanaDuration("group_wait")
    groupInterval = fields.grafanaDuration("group_interval")
    repeatInterval = fields.grafanaDuration("repeat_interval")
    muteTimings = fields.strings("mute_time_intervals") ?? []
    activeTimings = fields.strings("active_time_intervals") ?? []
    guard let receiver else { return nil }
    self.receiver = receiver
  }
}
