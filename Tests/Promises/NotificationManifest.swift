/// Manifests of notifications as people write them.
enum NotificationManifest {
  static let versions = ["9.3", "9.4", "10.1", "10.4", "12.4"]
  static let contactPointPath = "/api/v1/provisioning/contact-points"
  static let policyPath = "/api/v1/provisioning/policies"
  static let muteTimingPath = "/api/v1/provisioning/mute-timings"
  static let templatePath = "/api/v1/provisioning/templates"

  /// What stays in Git, so that a deletion is not most of what is owned.
  static let company = [
    "team.yaml": Manifest.folder(), "ops.yaml": Manifest.folder("ops", title: "Ops"),
    "amp.yaml": Manifest.datasource("amp"), "amp2.yaml": Manifest.datasource("amp2"),
  ]

  static func object(
    _ kind: String, _ name: String, namespace: String = "monitoring", labels: String = "", _ spec: String
  ) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: \(kind)
    metadata: {name: \(name), namespace: \(namespace), labels: {\(labels)}}
    spec:
      instanceSelector: {matchLabels: {grafana: prod}}
    \(spec.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }.joined(separator: "\n"))
    """
  }

  /// - Parameter receivers: entries of the list.
  static func contactPoint(
    _ receivers: String, named name: String = "ops", manifest: String = "ops", extra: String = ""
  ) -> String {
    object(
      "GrafanaContactPoint", manifest,
      "name: \(name)\n\(extra.isEmpty ? "" : extra + "\n")receivers:\n\(receivers)")
  }

  static func mail(_ address: String = "ops@example.org", uid: String? = nil) -> String {
    "- {\(uid.map { "uid: \($0), " } ?? "")type: email, settings: {addresses: \(address)}}"
  }

  static func muteTiming(_ name: String = "nights", weekdays: String = "Monday:friday", extra: String = "")
    -> String
  {
    object(
      "GrafanaMuteTiming", "nights",
      """
      name: \(name)
      \(extra)
      time_intervals:
        - times: [{start_time: "22:00", end_time: "24:00"}]
          weekdays: ["\(weekdays)", Sunday]
          months: ["january:march", "12"]
          days_of_month: ["1:15", "-1"]
          years: ["2030:2031"]
      """)
  }

  static func template(_ text: String = "Rec {{ .Status }}", extra: String = "") -> String {
    object(
      "GrafanaNotificationTemplate", "slack", "name: slack\n\(extra)\ntemplate: |\n  \(text)\n")
  }

  /// - Parameter route: fields of the root below the receiver.
  static func policy(_ route: String, receiver: String = "ops", name: String = "tree", extra: String = "")
    -> String
  {
    object(
      "GrafanaNotificationPolicy", name,
      "\(extra.isEmpty ? "" : extra + "\n")route:\n  receiver: \(receiver)\n"
        + route.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
  }

  static func route(
    _ name: String, namespace: String = "monitoring", labels: String = "tree: main", _ spec: String
  ) -> String {
    """
    apiVersion: grafana.integreatly.org/v1beta1
    kind: GrafanaNotificationPolicyRoute
    metadata: {name: \(name), namespace: \(namespace), labels: {\(labels)}}
    spec:
    \(spec.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
    """
  }
}
