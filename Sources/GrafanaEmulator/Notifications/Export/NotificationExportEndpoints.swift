internal import Documents

/// The exports of contact points, policies and time intervals as files for provisioning. Terraform's language is written
/// for contact points only; the others answer it as JSON.
enum NotificationExportEndpoints {
  static func register(in routes: inout RouteTable) {
    let lens = routes.lens.notifications
    guard lens.hasExport else { return }
    let base = "/api/v1/provisioning"
    let read = Access.role(.admin, "alert.provisioning:read")
    routes.add("GET", base + "/contact-points/export", read, contactPoints)
    routes.add("GET", base + "/policies/export", read, policies)
    if lens.exportsTimeIntervals {
      routes.add("GET", base + "/mute-timings/export", read, timeIntervals)
      routes.add("GET", base + "/mute-timings/:name/export", read, timeIntervals)
    }
  }

  private static let contactPoints: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let reveals = call.query("decrypt") == "true"
    let integrations = ContactPointEndpoints.sorted(
      try workspace.notifications.readable(), named: call.query("name"))
    let settings = { (integration: Integration) in
      reveals ? integration.revealedSettings : integration.redactedSettings
    }
    var groups: [(name: String, integrations: [Integration])] = []
    for integration in integrations {
      if groups.last?.name != integration.name { groups.append((integration.name, [])) }
      groups[groups.count - 1].integrations.append(integration)
    }
    if call.lens.notifications.exportsTerraform, call.query("format") == "hcl" {
      let blocks = groups.map { group in
        TerraformContactPoint.block(
          group.name, group.integrations.map { ($0.type, settings($0), $0.disablesResolveMessage) })
      }
      return Answer(
        contentType: "text/hcl", body: .bytes(Array(blocks.map { $0.text() }.joined().utf8)))
    }
    let list = groups.map { group -> JSON in
      let receivers = group.integrations.map { integration -> JSON in
        [
          "uid": JSON(integration.uid), "type": JSON(integration.type),
          "settings": .object(settings(integration)),
          "disableResolveMessage": JSON(integration.disablesResolveMessage),
        ]
      }
      return ["orgId": 1, "name": JSON(group.name), "receivers": .array(receivers)]
    }
    return answer("contactPoints", list, call)
  }

  private static let policies: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let tree = try workspace.notifications.readable().policies.json()
    if call.lens.notifications.exportNestsPolicies, !wantsYAML(call) {
      return answer("policies", [["orgId": 1, "Policy": tree]], call)
    }
    var object = JSONObject(members: [("orgId", 1)])
    for member in tree.objectValue?.members ?? [] { object[member.key] = member.value }
    return answer("policies", [.object(object)], call)
  }

  private static let timeIntervals: Endpoint = {
    (call: Call, workspace: inout Workspace) throws(Refusal) -> Answer in
    let configuration = try workspace.notifications.readable()
    let name = call["name"]
    let intervals = TimeIntervalEndpoints.sorted(configuration, call.lens.notifications)
      .filter { name.isEmpty || $0.name == name }
    if !name.isEmpty, intervals.isEmpty {
      throw Refusal.coded(404, "alerting.notifications.time-intervals.notFound", "NotFound")
    }
    let list = intervals.map { interval -> JSON in
      var object = JSONObject(members: [("orgId", 1)])
      for member in interval.json.members { object[member.key] = member.value }
      return .object(object)
    }
    return answer("muteTimes", list, call)
  }

  private static func wantsYAML(_ call: Call) -> Bool {
    if let format = call.query("format") { return format == "yaml" || format == "yml" }
    return call.header("Accept")?.contains("yaml") ?? false
  }

  private static func answer(_ key: String, _ list: [JSON], _ call: Call) -> Answer {
    let file: JSON = ["apiVersion": 1, key: .array(list)]
    guard wantsYAML(call) else { return .json(file) }
    return Answer(contentType: "text/yaml", body: .bytes(Array(ExportedYAML.text(file).utf8)))
  }
}
