import Documents

/// Alert rules and notifications.
extension FaultKind {
  static let alertRuleGroup = FaultKind(
    name: "group", versions: FaultSeat.from9, manifest: { _, object in ruleGroup(object) },
    stored: { world, object in
      let path = "/api/v1/provisioning/folder/team/rule-groups/\(object.name)"
      guard world.status(path) == 200 else { return nil }
      return (try world.get(path)["interval"]?.intValue ?? 0) / 60
    },
    seats: [
      FaultSeat(.observe, "GET", "/api/ruler/grafana/api/v1/rules", on: FaultSeat.from9),
      FaultSeat(.create, "PUT", rules, on: FaultSeat.from9),
      FaultSeat(.read, "GET", rules, on: FaultSeat.from9),
      FaultSeat(.update, "PUT", rules, on: FaultSeat.from9),
      FaultSeat(.delete, "DELETE", rules, on: FaultSeat.newest),
      FaultSeat(
        .create, "POST", "/api/v1/provisioning/alert-rules", body: #""uid":"{}""#,
        on: FaultSeat.from9Before12),
      FaultSeat(
        .create, "GET", "/api/v1/provisioning/alert-rules/{}", on: FaultSeat.from9Before12,
        after: FaultSeat.Provocation(
          method: "POST", route: "/api/v1/provisioning/alert-rules", bodyText: #""uid":"{}""#, status: 500,
          message: "a conflicting alert rule is found")),
      FaultSeat(
        .delete, "DELETE", "/api/v1/provisioning/alert-rules/{}", on: FaultSeat.from9Before12),
    ])

  private static let rules = "/api/v1/provisioning/folder/*/rule-groups/{}"

  static func ruleGroup(_ object: Object) -> String {
    NotificationManifest.object(
      "GrafanaAlertRuleGroup", object.name,
      """
      name: \(object.name)
      folderRef: team
      interval: \(object.generation)m
      rules:
        - uid: \(object.name)
          title: \(object.name)
          condition: B
          noDataState: NoData
          execErrState: Error
          for: 5m
          data:
            - refId: A
              datasourceUid: amp
              relativeTimeRange: {from: 600, to: 0}
              model: {expr: up, refId: A, instant: true}
            - refId: B
              datasourceUid: __expr__
              model: {type: threshold, expression: A, refId: B, conditions: [{evaluator: {type: gt, params: [1]}}]}
      """)
  }

  static let contactPoint = FaultKind(
    name: "point", versions: FaultSeat.from9,
    manifest: { _, object in
      NotificationManifest.contactPoint(
        NotificationManifest.mail("g\(object.generation)@example.org", uid: object.name),
        named: object.name, manifest: object.name)
    },
    stored: { world, object in
      let rows = try world.get(NotificationManifest.contactPointPath).arrayValue ?? []
      let row = rows.first { $0["name"]?.stringValue == object.name }
      return row.flatMap { row in
        generation(in: String(row["settings"]?["addresses"]?.stringValue?.prefix { $0 != "@" } ?? ""))
      }
    },
    seats: provisioned("contact-points", body: #""uid":"{}""#, isReadAlone: false))

  static let muteTiming = FaultKind(
    name: "timing", versions: FaultSeat.from9,
    manifest: { _, object in
      NotificationManifest.object(
        "GrafanaMuteTiming", object.name,
        """
        name: \(object.name)
        time_intervals:
          - times: [{start_time: "0\(object.generation):00", end_time: "24:00"}]
        """)
    },
    stored: { world, object in
      let path = "\(NotificationManifest.muteTimingPath)/\(object.name)"
      guard world.status(path) == 200 else { return nil }
      let start = try world.get(path)["time_intervals"]?[0]?["times"]?[0]?["start_time"]?.stringValue ?? ""
      return generation(in: String(start.prefix(2)))
    },
    seats: provisioned("mute-timings", body: #""name":"{}""#, isReadAlone: true))

  static let notificationTemplate = FaultKind(
    name: "template", versions: FaultSeat.from9,
    manifest: { _, object in
      NotificationManifest.object(
        "GrafanaNotificationTemplate", object.name,
        "name: \(object.name)\ntemplate: |\n  Generation \(object.generation)\n")
    },
    stored: { world, object in
      let path = "\(NotificationManifest.templatePath)/\(object.name)"
      guard world.status(path) == 200 else { return nil }
      let text = try world.get(path)["template"]?.stringValue ?? ""
      return text.firstMatch(of: /Generation ([0-9]+)/).flatMap { Int($0.output.1) }
    },
    seats: [
      FaultSeat(.create, "PUT", "/api/v1/provisioning/templates/{}", on: FaultSeat.from9)
    ] + provisioned("templates", body: nil, isReadAlone: true))

  static let notificationPolicy = FaultKind(
    name: "policy", isSingle: true, versions: FaultSeat.from9,
    manifest: { _, object in
      NotificationManifest.policy(
        "group_by: [grafana_folder, alertname]\ngroup_wait: \(object.generation)s", receiver: "base",
        name: object.name)
    },
    stored: { world, _ in
      let wait = try world.get(NotificationManifest.policyPath)["group_wait"]?.stringValue
      return wait.flatMap { generation(in: String($0.dropLast())) }
    },
    seats: [
      FaultSeat(.observe, "GET", "/api/v1/provisioning/policies", on: FaultSeat.from9),
      FaultSeat(.create, "PUT", "/api/v1/provisioning/policies", on: FaultSeat.from9),
      FaultSeat(.update, "PUT", "/api/v1/provisioning/policies", on: FaultSeat.from9),
      FaultSeat(.delete, "DELETE", "/api/v1/provisioning/policies", on: FaultSeat.from9),
    ])

  /// The calls of a collection of the provisioning API.
  /// - Parameters:
  ///   - body: what tells the object in the body of a POST; nil where none is made so.
  ///   - isReadAlone: an object is read by its own path, too.
  private static func provisioned(_ collection: String, body: String?, isReadAlone: Bool) -> [FaultSeat] {
    let list = "/api/v1/provisioning/" + collection
    let one = list + "/{}"
    var seats = [
      FaultSeat(.observe, "GET", list, on: FaultSeat.from9),
      FaultSeat(.update, "PUT", one, on: FaultSeat.from9),
      FaultSeat(.delete, "DELETE", one, on: FaultSeat.from9),
    ]
    if let body { seats.append(FaultSeat(.create, "POST", list, body: body, on: FaultSeat.from9)) }
    if isReadAlone { seats.append(FaultSeat(.read, "GET", one, on: FaultSeat.from9)) }
    return seats
  }
}
