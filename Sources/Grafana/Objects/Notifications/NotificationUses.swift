import Base
import Documents

/// Finds what trees of policies and rules of a workspace name.
public enum NotificationUses {
  /// The contact points and mute timings of a tree, each with the first place that names it.
  public static func all(inTree tree: JSON) -> [ObjectUse] {
    var uses: [ObjectUse] = []
    collect(tree, "the root route", into: &uses)
    return uses
  }

  /// The same of one rule of a group as the ruler API shows it.
  public static func all(inRule alert: JSON) -> [ObjectUse] {
    guard let settings = alert["notification_settings"] else { return [] }
    var uses: [ObjectUse] = []
    note(settings, "rule \"\(alert["title"]?.stringValue ?? "")\"", in: &uses)
    return uses
  }

  private static func collect(_ route: JSON, _ place: String, into uses: inout [ObjectUse]) {
    note(route, place, in: &uses)
    for (index, child) in (route["routes"]?.arrayValue ?? []).enumerated() {
      collect(
        child, place.hasPrefix("route #") ? "\(place).\(index + 1)" : "route #\(index + 1)", into: &uses)
    }
  }

  private static func note(_ node: JSON, _ place: String, in uses: inout [ObjectUse]) {
    if let receiver = node["receiver"]?.stringValue, !receiver.isEmpty {
      add(ObjectUse(.contactPoint, receiver, place: place), to: &uses)
    }
    for list in ["mute_time_intervals", "active_time_intervals"] {
      for name in (node[list]?.arrayValue ?? []).compactMap(\.stringValue) {
        add(ObjectUse(.muteTiming, name, place: place), to: &uses)
      }
    }
  }

  private static func add(_ use: ObjectUse, to uses: inout [ObjectUse]) {
    if !uses.contains(where: { $0.kind == use.kind && $0.identifier == use.identifier }) { uses.append(use) }
  }
}
