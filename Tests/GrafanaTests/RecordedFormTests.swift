import Documents
import Grafana
import TestSupport
import Testing

/// What was sent to real servers and what they gave back is the same thing to us, and a change of it is not.
@Suite(.enabled(if: SharedData.isPresent("grafana-recordings/12.4.0")))
struct RecordedFormTests {
  /// An exchange of a recording.
  private struct Exchange {
    let step: String
    let sent: JSON
    let status: Int
    let answer: JSON
  }

  private static let versions = ["8.4.11", "9.3.2", "9.4.0-pre", "10.1.5", "12.4.0"]

  private func exchanges(_ version: String, _ scenario: String) throws -> [String: Exchange] {
    let bytes = try SharedData.bytes("grafana-recordings/\(version)/\(scenario).jsonl")
    var found: [String: Exchange] = [:]
    for line in bytes.split(separator: 0x0A) {
      let json = try JSONParser.parse(Array(line), options: .lenient)
      let step = json["step"]?.stringValue ?? ""
      found[step] = Exchange(
        step: step, sent: json["request"]?["body"] ?? .null,
        status: json["response"]?["status"]?.intValue ?? 0,
        answer: json["response"]?["body"] ?? .null)
    }
    return found
  }

  @Test(arguments: versions)
  func datasourcesOfAWSComeBackAsTheyWereSent(version: String) throws {
    let exchanges = try exchanges(version, "datasources_aws")
    var compared = 0
    for (step, created) in exchanges where step.hasPrefix("create-") && created.status == 200 {
      let name = step.dropFirst("create-".count)
      guard let read = exchanges["get-uid-\(name)"], read.status == 200 else { continue }
      // The default that 12.4 gives the first data source unasked is left to it where the manifest says nothing.
      let sent = try #require(created.sent.objectValue).filter { $0 != "isDefault" }
      let (wanted, stored) = DatasourceForm.compared(
        wanted: sent, stored: try #require(read.answer.objectValue), isManifestChanged: true)
      #expect(wanted == stored, "\(version) \(step)")
      var other = sent
      other["url"] = "https://elsewhere.example.org"
      let changed = DatasourceForm.compared(
        wanted: other, stored: try #require(read.answer.objectValue), isManifestChanged: false)
      #expect(changed.wanted != changed.stored)
      compared += 1
    }
    #expect(compared >= 10)
  }

  @Test(arguments: versions)
  func dashboardsComeBackAsTheyWereSent(version: String) throws {
    let exchanges = try exchanges(version, "dashboards")
    let sent = try #require(exchanges["create"]?.sent["dashboard"])
    let read = try #require(exchanges["get"]?.answer["dashboard"])
    let wanted = DashboardForm.content(of: sent)
    let stored = DashboardForm.content(of: read)
    #expect(DashboardForm.isEquivalent(wanted: wanted, stored: stored))
    var other = try #require(wanted.objectValue)
    other["title"] = "Another"
    #expect(!DashboardForm.isEquivalent(wanted: .object(other), stored: stored))
  }

  // MARK: Notifications

  private static let provisioningVersions = ["9.3.2", "9.4.0-pre", "10.1.5", "12.4.0"]

  /// Every contact point of the recordings that a server took, against what its list then showed.
  @Test(arguments: provisioningVersions)
  func receiversComeBackAsTheyWereSent(version: String) throws {
    let exchanges = try exchanges(version, "contact_points")
    let listed = try #require(exchanges["list"]?.answer.arrayValue).compactMap { RemoteReceiver($0) }
    var compared = 0
    for exchange in exchanges.values where exchange.status == 202 && exchange.step.hasPrefix("create-") {
      guard let sent = exchange.sent.objectValue,
        let stored = listed.first(where: { $0.uid == sent["uid"]?.stringValue })
      else { continue }
      let (wanted, found) = ReceiverForm.compared(sent, stored, isManifestChanged: true)
      #expect(wanted == found, "\(version) \(exchange.step)")
      var other = sent
      other["settings"] = sent["settings"]?.merging(patch: ["another": "x"])
      let changed = ReceiverForm.compared(other, stored, isManifestChanged: false)
      #expect(changed.wanted != changed.stored)
      compared += 1
    }
    #expect(compared >= 10)
  }

  /// Each tree that was put, against the read after it.
  @Test(arguments: provisioningVersions)
  func policiesComeBackAsTheyWereSent(version: String) throws {
    let exchanges = try exchanges(version, "policies")
    for (put, get) in [
      ("put", "get"), ("put-identical", "get-identical"),
      ("put-prometheus-matchers", "get-prometheus-matchers"),
      ("put-old-match", "get-old-match"),
    ] {
      let sent = try #require(exchanges[put])
      let read = try #require(exchanges[get])
      #expect(sent.status == 202)
      #expect(
        NotificationPolicyForm.normal(sent.sent) == NotificationPolicyForm.normal(read.answer),
        "\(version) \(put)")
    }
    // The same tree as we would write it.
    let ours: JSON = ["receiver": "rec-cp", "object_matchers": [["zone", "=", "a"]]]
    let theirs = try #require(exchanges["get-prometheus-matchers"]?.answer["routes"]?[0])
    #expect(NotificationPolicyForm.normal(ours) == NotificationPolicyForm.normal(theirs))
  }

  @Test(arguments: provisioningVersions)
  func muteTimingsAndTemplatesComeBackAsTheyWereSent(version: String) throws {
    let timings = try exchanges(version, "mute_timings")
    for step in ["create", "create-full", "create-location-ok"] {
      let exchange = try #require(timings[step])
      #expect(
        MuteTimingForm.normal(exchange.sent) == MuteTimingForm.normal(exchange.answer), "\(version) \(step)")
    }
    let templates = try exchanges(version, "templates")
    for (step, name) in [
      ("create", "rec-tmpl"), ("create-no-define", "rec-plain"), ("create-trailing-newline", "rec-newline"),
      ("create-other-define", "rec-other"),
    ] {
      let exchange = try #require(templates[step])
      #expect(
        NotificationTemplateForm.normal(exchange.sent, name: name)
          == NotificationTemplateForm.normal(exchange.answer, name: name), "\(version) \(step)")
    }
  }

  // MARK: Rules

  /// Each group that was put, against the read after it; every rule that was added alone, against its group.
  @Test(arguments: provisioningVersions)
  func ruleGroupsComeBackAsTheyWereSent(version: String) throws {
    let keepsOrder = version.hasPrefix("12")
    func normal(_ group: JSON) -> JSON { AlertRuleGroupForm.normal(group, keepsOrder: keepsOrder) }
    let exchanges = try exchanges(version, "alert_groups_known")
    for step in ["", "-identical", "-changed-one", "-reordered", "-drop-second", "-odd-name"] {
      let sent = try #require(exchanges["put" + step])
      let read = try #require(exchanges["get" + step])
      #expect(sent.status == 200)
      #expect(normal(sent.sent) == normal(read.answer), "\(version) \(step)")
    }
    let before = try #require(exchanges["get"]?.answer)
    let changed = try #require(exchanges["get-changed-one"]?.answer)
    #expect(normal(before) != normal(changed))
    let rules = exchanges.values.filter { $0.step.hasPrefix("create-rec-") && $0.status == 201 }
    #expect(rules.count >= 10)
    for rule in rules {
      func alone(_ rule: JSON) -> JSON { normal(["title": "g", "interval": 60, "rules": [rule]]) }
      let stored = rule.answer
      // What a server of the version does not know of is refused by its capabilities, not compared.
      let unknown = ["isPaused", "keep_firing_for", "notification_settings"].filter { stored[$0] == nil }
      let sent = rule.sent.objectValue.map { JSON.object($0.filter { !unknown.contains($0) }) } ?? .null
      #expect(alone(sent) == alone(stored), "\(version) \(rule.step)")
    }
  }
}
