internal import Documents

/// The four kinds of `notifications.alerting.grafana.app` as views of the one document. The fields of integrations and
/// matchers are those of Grafana's source [recalled]; the recording has only what every server begins with.
struct NotificationObjects {
  let configuration: AlertmanagerConfiguration
  let state: NotificationState
  let rules: [AlertRule]

  func list(_ plural: String) -> [NotificationObject] {
    switch plural {
    case "receivers": receivers
    case "routingtrees": [tree]
    case "templategroups": [Self.builtIn] + templates
    default: timeIntervals
    }
  }

  private var receivers: [NotificationObject] {
    configuration.receivers.sorted { $0.name < $1.name }.map { receiver in
      var annotations = ["grafana.com/canUse": "true"]
      for right in ["Admin", "Delete", "ModifyProtected", "ReadSecrets", "Test", "Write"] {
        annotations["grafana.com/access/can" + right] = "true"
      }
      let uses = configuration.policies.all.filter { $0.receiver == receiver.name }.count
      annotations["grafana.com/inUse/routes"] = String(uses)
      let users = rules.filter { $0.names(receiver: receiver.name) }.count
      annotations["grafana.com/inUse/rules"] = String(users)
      let provenances = receiver.integrations.map { state.provenance(.contactPoint($0.uid)) }
      annotations[Self.provenance] = Self.text(provenances.first { $0 != .none } ?? .none)
      return NotificationObject(
        kind: "Receiver", name: receiver.kubernetesName, annotations: annotations,
        spec: [
          "title": JSON(receiver.name), "integrations": .array(receiver.integrations.map(Self.integration)),
        ])
    }
  }

  private static func integration(_ integration: Integration) -> JSON {
    [
      "uid": JSON(integration.uid), "type": JSON(integration.type), "version": "v1",
      "disableResolveMessage": JSON(integration.disablesResolveMessage),
      "settings": .object(integration.settings.sorted),
      "secureFields": .object(JSONObject(integration.secrets.keys.sorted().map { ($0, JSON(true)) })),
    ]
  }

  private var tree: NotificationObject {
    let root = configuration.policies
    var defaults = root.json().objectValue ?? JSONObject()
    defaults["routes"] = nil
    return NotificationObject(
      kind: "RoutingTree", name: "user-defined",
      annotations: [Self.provenance: Self.text(state.provenance(.policies))],
      spec: ["defaults": .object(defaults), "routes": .array(root.policies.map(Self.route))])
  }

  private static func route(_ policy: Policy) -> JSON {
    var object = policy.json().objectValue ?? JSONObject()
    for key in ["match", "match_re", "object_matchers", "matchers", "routes"] { object[key] = nil }
    let old = [("=", policy.match), ("=~", policy.matchPatterns)].flatMap { operation, labels in
      labels.members.map { (operation, $0.key, $0.value.stringValue ?? "") }
    }
    let new = (policy.textMatchers + policy.matchers).map { ($0.operation.rawValue, $0.name, $0.value) }
    let all = (old + new).map { type, label, value -> JSON in
      ["type": JSON(type), "label": JSON(label), "value": JSON(value)]
    }
    if !all.isEmpty { object["matchers"] = .array(all) }
    object["continue"] = JSON(policy.continues)
    if !policy.policies.isEmpty { object["routes"] = .array(policy.policies.map(route)) }
    return .object(object)
  }

  private var templates: [NotificationObject] {
    let templates = configuration.templates ?? [:]
    return templates.keys.sorted().map { name in
      NotificationObject(
        kind: "TemplateGroup", name: ObjectName.encoded(name),
        annotations: [Self.provenance: Self.text(state.provenance(.template(name)))],
        spec: ["title": JSON(name), "content": JSON(templates[name] ?? ""), "kind": "grafana"])
    }
  }

  /// Grafana's own templates. Their text, 10 KB under another licence, is not kept here.
  private static let builtIn = NotificationObject(
    kind: "TemplateGroup", name: "__default__", annotations: [provenance: "system"],
    spec: [
      "title": "Built-in Templates", "content": "{{ define \"default.title\" }}{{ end }}", "kind": "grafana",
    ], hasVersion: false)

  private var timeIntervals: [NotificationObject] {
    configuration.timeIntervals.sorted { $0.name < $1.name }.map { interval in
      NotificationObject(
        kind: "TimeInterval", name: ObjectName.encoded(interval.name),
        annotations: [Self.provenance: Self.text(state.provenance(.timeInterval(interval.name)))],
        spec: .object(interval.json))
    }
  }

  private static let provenance = "grafana.com/provenance"

  private static func text(_ provenance: Provenance) -> String {
    provenance == .none ? "none" : provenance.rawValue
  }
}
