import Base
import Documents

/// A node in the tree of notification policies (reference grafana-operator.md section 2.7). Servers answer most of what is
/// wrong in one with "bad request data" and nothing more, so it is looked at here.
public struct NotificationRoute: Sendable {
  public let origin: SourceLocation
  /// The contact point; nil: that of the node above.
  public let receiver: String?
  public let groupBy: [String]?
  public let groupWait: Duration?
  public let groupInterval: Duration?
  public let repeatInterval: Duration?
  public let matchers: [RouteMatcher]
  /// Nodes after this one are asked as well.
  public let continues: Bool
  public let muteTimings: [String]
  public let activeTimings: [String]
  public let routes: [NotificationRoute]
  /// Selects `GrafanaNotificationPolicyRoute` manifests that become the nodes below, where there are no `routes`.
  public let selector: LabelSelector?

  /// All nodes of the manifest from this one downwards.
  public var nodes: [NotificationRoute] { [self] + routes.flatMap(\.nodes) }
}

extension NotificationRoute {
  /// Groups by all labels.
  private static let allLabels = "..."

  /// - Parameter isRoot: of a `GrafanaNotificationPolicy`; it takes every alert.
  init?(_ fields: FieldReader, isRoot: Bool) {
    // Exported trees have it; whether people may edit the tree is said by spec.editable.
    fields.ignore("provenance")
    origin = fields.document.location(fields.node.position)
    receiver = Self.receiver(fields, isRoot: isRoot)
    groupBy = fields.strings("group_by")
    groupWait = fields.grafanaDuration("group_wait")
    groupInterval = Self.interval("group_interval", fields)
    repeatInterval = Self.interval("repeat_interval", fields)
    routes = fields.objects("routes") { NotificationRoute($0, isRoot: false) } ?? []
    selector = fields.object("routeSelector") { LabelSelector($0) }
    if fields.elements("routes")?.isEmpty == false { fields.atMostOne(["routes", "routeSelector"]) }
    if isRoot {
      Self.refuseOnRoot(fields)
      (matchers, continues, muteTimings, activeTimings) = ([], false, [], [])
    } else {
      matchers = RouteMatcher.all(fields)
      continues = fields.bool("continue") ?? false
      muteTimings = fields.strings("mute_time_intervals") ?? []
      activeTimings = fields.strings("active_time_intervals") ?? []
    }
    checkGroups(fields)
    if isRoot, receiver == nil { return nil }
  }

  private static func receiver(_ fields: FieldReader, isRoot: Bool) -> String? {
    let remedy = "name a contact point"
    return isRoot || fields.has("receiver") ? fields.requiredString("receiver", remedy: remedy) : nil
  }

  private static func interval(_ name: String, _ fields: FieldReader) -> Duration? {
    guard let duration = fields.grafanaDuration(name) else { return nil }
    if duration > .zero { return duration }
    fields.error(
      "invalid-value", at: name, "\(fields.qualified(name)) is zero", remedy: "write for example 5m")
    return nil
  }

  private static func refuseOnRoot(_ fields: FieldReader) {
    fields.refuse(
      "continue",
      because:
        "nothing comes after the root, and Grafana 12.4 accepts it and cannot read its alerting configuration afterwards",
      remedy: "remove it")
    for name in [
      "match_re", "matchers", "object_matchers", "mute_time_intervals", "active_time_intervals",
    ] {
      fields.refuse(name, because: "the root takes every alert", remedy: "write it in a route below the root")
    }
  }

  private func checkGroups(_ fields: FieldReader) {
    guard let groupBy else { return }
    let twice = Set(groupBy.filter { label in groupBy.count { $0 == label } > 1 }).sorted()
    if !twice.isEmpty {
      fields.error(
        "invalid-value", at: "group_by",
        "\(fields.qualified("group_by")) has \(twice.joined(separator: ", ")) more than once",
        remedy: "write each label once")
    } else if groupBy.contains(Self.allLabels), groupBy.count > 1 {
      fields.error(
        "invalid-value", at: "group_by",
        "\(fields.qualified("group_by")) has \(Self.allLabels), which means all labels, beside others",
        remedy: "write \(Self.allLabels) alone, or leave it out")
    }
  }
}
