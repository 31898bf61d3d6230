internal import Documents

/// The one document of an organisation that says who learns of alerts, and when.
struct AlertmanagerConfiguration: Sendable {
  var policies: Policy
  var receivers: [Receiver]
  var timeIntervals: [TimeInterval] = []
  /// By name. Nil in a document that never had one, which reads as null.
  var templates: [String: String]?
  /// The names as they were when a template was written last; a deletion does not touch them [10.1 alertmanager: config].
  var templateNames: [String]?
  /// Members that Grafana keeps and nothing here looks at, such as `inhibit_rules`.
  var others = JSONObject()

  /// What an organisation begins with, and comes back to.
  static func initial(_ lens: NotificationLens) -> AlertmanagerConfiguration {
    let groups = lens.defaultRouteGroups ? ["grafana_folder", "alertname"] : nil
    guard !lens.defaultReceiverIsEmpty else {
      return AlertmanagerConfiguration(
        policies: Policy(receiver: "empty", groupBy: groups),
        receivers: [Receiver(name: "empty", integrations: [])])
    }
    let email = Integration(
      uid: "", name: "email receiver", type: "email", disablesResolveMessage: false,
      settings: JSONObject(members: [("addresses", "<example@email.com>")]), secrets: [:])
    return AlertmanagerConfiguration(
      policies: Policy(receiver: "grafana-default-email", groupBy: groups),
      receivers: [Receiver(name: "grafana-default-email", integrations: [email])])
  }

  /// Where an integration is.
  func place(of uid: String) -> (receiver: Int, integration: Int)? {
    for (index, receiver) in receivers.enumerated() {
      if let place = receiver.integrations.firstIndex(where: { $0.uid == uid }) { return (index, place) }
    }
    return nil
  }

  func hasReceiver(_ name: String) -> Bool { receivers.contains { $0.name == name } }

  func timeInterval(_ name: String) -> Int? { timeIntervals.firstIndex { $0.name == name } }

  /// Puts an integration into the group of its name.
  mutating func add(_ integration: Integration) {
    if let group = receivers.firstIndex(where: { $0.name == integration.name }) {
      receivers[group].integrations.append(integration)
    } else {
      receivers.append(Receiver(name: integration.name, integrations: [integration]))
    }
  }

  /// Replaces an integration. Another name moves it to another group; policies follow where the old group vanishes.
  mutating func replace(at place: (receiver: Int, integration: Int), with integration: Integration) {
    let group = receivers[place.receiver]
    if integration.name == group.name {
      receivers[place.receiver].integrations[place.integration] = integration
      return
    }
    if group.integrations.count > 1 {
      receivers[place.receiver].integrations.remove(at: place.integration)
      add(integration)
      return
    }
    if hasReceiver(integration.name) {
      receivers.remove(at: place.receiver)
      add(integration)
    } else {
      receivers[place.receiver] = Receiver(name: integration.name, integrations: [integration])
    }
    policies.rename(receiver: group.name, to: integration.name)
  }

  /// What makes a stored document unreadable; nil where it can be read (reference/grafana-http-api.md, section 18).
  var corruption: String? { policies.continues ? "cannot have continue in root route" : nil }
}
