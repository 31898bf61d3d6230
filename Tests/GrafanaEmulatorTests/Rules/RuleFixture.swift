import Documents

/// Rules and groups as clients send them, and their paths.
enum RuleFixture {
  static let rules = "/api/v1/provisioning/alert-rules"
  static let ruler = "/api/ruler/grafana/api/v1/rules"
  static let states = "/api/prometheus/grafana/api/v1/rules"
  static let keepsOpen = [("X-Disable-Provenance", "true")]

  static func group(_ name: String = "g") -> String {
    "/api/v1/provisioning/folder/f/rule-groups/\(name)"
  }

  /// A rule on a constant.
  static func rule(_ uid: String?, title: String, _ changes: [(String, JSON)] = []) -> JSON {
    let members: [(String, JSON)] = [
      ("title", .string(title)), ("folderUID", "f"), ("ruleGroup", "g"), ("condition", "A"),
      ("data", [query("A", "1 == 1")]), ("noDataState", "NoData"), ("execErrState", "Error"), ("for", "5m"),
      ("labels", ["team": "x"]),
    ]
    var object = JSONObject(members)
    if let uid { object["uid"] = .string(uid) }
    for (key, value) in changes { object[key] = value }
    return .object(object)
  }

  static func query(_ refID: String, _ expression: String) -> JSON {
    [
      "refId": .string(refID), "datasourceUid": "-100",
      "model": ["type": "math", "refId": .string(refID), "expression": .string(expression)],
    ]
  }

  static func body(_ rules: [JSON], interval: Int = 60) -> JSON {
    ["interval": .number(JSONNumber(interval)), "rules": .array(rules)]
  }

  static func ruled(_ title: String, uid: String? = nil, condition: String = "A") -> JSON {
    let members: [(String, JSON)] = [
      ("title", .string(title)), ("condition", .string(condition)), ("data", [query("A", "1 == 1")]),
    ]
    var alert = JSONObject(members)
    if let uid { alert["uid"] = .string(uid) }
    return ["for": "5m", "grafana_alert": .object(alert)]
  }

  /// A session of a version with the folder `f`, titled so too.
  static func session(_ version: String) async throws -> EmulatorSession {
    let session = try EmulatorSession(version)
    try await session.send("POST", "/api/folders", ["uid": "f", "title": "f"])
    return session
  }

  static func uids(_ session: EmulatorSession, group name: String = "g") async throws -> [String] {
    let answer = try await session.send("GET", group(name))
    return (answer.json["rules"]?.arrayValue ?? []).compactMap { $0["uid"]?.stringValue }
  }

  /// The number of times that a rule was written, as the ruler tells it.
  static func version(_ session: EmulatorSession, of uid: String) async throws -> Int? {
    let folders = try await session.send("GET", ruler).json.objectValue?.members ?? []
    for group in folders.flatMap({ $0.value.arrayValue ?? [] }) {
      for node in group["rules"]?.arrayValue ?? [] where node["grafana_alert"]?["uid"]?.stringValue == uid {
        return node["grafana_alert"]?["version"]?.intValue
      }
    }
    return nil
  }
}
