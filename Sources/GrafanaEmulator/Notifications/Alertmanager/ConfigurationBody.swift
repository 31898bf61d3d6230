internal import Base
internal import Documents

/// A whole document as a client sends it. What cannot be read, or does not hold together, is a bad request.
struct ConfigurationBody {
  /// An integration and which of its stored secrets stay.
  struct Entry {
    var integration: Integration
    let kept: [String]
  }

  private(set) var configuration: AlertmanagerConfiguration
  /// The integrations by receiver, as in the document.
  private var entries: [[Entry]] = []

  private static let known: Set = [
    "route", "receivers", "templates", "mute_time_intervals", "time_intervals", "muteTimeProvenances",
  ]

  init(_ object: JSONObject, _ lens: NotificationLens) throws(Refusal) {
    guard let content = object["alertmanager_config"]?.objectValue, let route = content["route"] else {
      throw Refusal.badRequest
    }
    configuration = AlertmanagerConfiguration(policies: try Policy(route), receivers: [])
    try configuration.policies.checkRoot(lens)
    guard !configuration.policies.continues else { throw Refusal.badRequest }
    configuration.templates = try Self.templates(object["template_files"])
    configuration.templateNames = content["templates"]?.arrayValue?.compactMap(\.stringValue)
    for key in ["mute_time_intervals", "time_intervals"] {
      for interval in content[key]?.arrayValue ?? [] {
        configuration.timeIntervals.append(try TimeInterval(interval))
      }
    }
    for receiver in content["receivers"]?.arrayValue ?? [] { try add(receiver) }
    configuration.others = content.filter { !Self.known.contains($0) }
    try checkNames()
  }

  private static func templates(_ value: JSON?) throws(Refusal) -> [String: String]? {
    guard let value, !value.isNull else { return nil }
    guard let object = value.objectValue else { throw Refusal.badRequest }
    var result: [String: String] = [:]
    for member in object.members {
      guard let text = member.value.stringValue else { throw Refusal.badRequest }
      result[member.key] = text
    }
    return result
  }

  private mutating func add(_ value: JSON) throws(Refusal) {
    guard let object = value.objectValue, let name = object["name"]?.stringValue, !name.isEmpty else {
      throw Refusal.badRequest
    }
    var list: [Entry] = []
    for entry in object["grafana_managed_receiver_configs"]?.arrayValue ?? [] {
      guard let entry = entry.objectValue else { throw Refusal.badRequest }
      var secrets: [String: SecretValue] = [:]
      for member in entry["secureSettings"]?.objectValue?.members ?? [] {
        if let text = member.value.stringValue, !text.isEmpty { secrets[member.key] = SecretValue(text) }
      }
      let kept = (entry["secureFields"]?.objectValue?.members ?? []).filter { $0.value.boolValue == true }
      list.append(
        Entry(
          integration: Integration(
            uid: entry.text("uid"), name: entry.text("name"), type: entry.text("type"),
            disablesResolveMessage: entry.flag("disableResolveMessage"),
            settings: entry["settings"]?.objectValue ?? JSONObject(), secrets: secrets),
          kept: kept.map(\.key)))
    }
    configuration.receivers.append(Receiver(name: name, integrations: []))
    entries.append(list)
  }

  private func checkNames() throws(Refusal) {
    let receivers = configuration.receivers.map(\.name)
    let intervals = configuration.timeIntervals.map(\.name)
    let all = configuration.policies.all
    guard Set(receivers).count == receivers.count, Set(intervals).count == intervals.count,
      all.allSatisfy({ $0.receiver.isEmpty || receivers.contains($0.receiver) }),
      all.allSatisfy({ ($0.muteTimeIntervals + $0.activeTimeIntervals).allSatisfy(intervals.contains) })
    else { throw Refusal.badRequest }
  }

  /// The document with the secrets that it keeps and with uids for new integrations.
  func completed(
    over old: AlertmanagerConfiguration, _ lens: NotificationLens, newUID: () -> String
  ) throws(Refusal) -> AlertmanagerConfiguration {
    var result = configuration
    for (group, list) in entries.enumerated() {
      for entry in list {
        var integration = entry.integration
        if integration.uid.isEmpty {
          integration.uid = newUID()
        } else {
          guard let place = old.place(of: integration.uid) else {
            throw Refusal.failed(400, "unknown receiver: \(integration.uid)")
          }
          let stored = old.receivers[place.receiver].integrations[place.integration].secrets
          for key in entry.kept where integration.secrets[key] == nil {
            integration.secrets[key] = stored[key]
          }
        }
        try check(integration, lens)
        result.receivers[group].integrations.append(integration)
      }
    }
    return result
  }

  /// The prefix is recalled.
  private func check(_ integration: Integration, _ lens: NotificationLens) throws(Refusal) {
    let problem: String?
    if let type = lens.catalogue.type(integration.type) {
      problem = type.problem(of: integration.revealedSettings)
    } else {
      problem = "notifier \(integration.type) is not supported"
    }
    guard let problem else { return }
    throw Refusal.failed(
      400,
      "failed to save and apply Alertmanager configuration: failed to build integration map: failed to validate"
        + " integration \"\(integration.name)\" (UID \(integration.uid)) of type \"\(integration.type)\": \(problem)"
    )
  }
}
