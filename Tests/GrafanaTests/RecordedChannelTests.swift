import Documents
import Grafana
import TestSupport
import Testing

/// Channels of the old alerting that were sent to real servers, and what they gave back.
@Suite(.enabled(if: SharedData.isPresent("grafana-recordings/8.4.11-legacy")))
struct RecordedChannelTests {
  private func exchanges(_ version: String) throws -> [String: JSON] {
    let bytes = try SharedData.bytes("grafana-recordings/\(version)/legacy_notifications.jsonl")
    var found: [String: JSON] = [:]
    for line in bytes.split(separator: 0x0A) {
      let json = try JSONParser.parse(Array(line), options: .lenient)
      found[json["step"]?.stringValue ?? ""] = json
    }
    return found
  }

  @Test(arguments: ["8.4.11", "8.4.11-legacy", "9.3.2", "10.1.5"])
  func comeBackAsTheyWereSent(version: String) throws {
    let exchanges = try exchanges(version)
    for (sending, reading) in [("create", "get-uid"), ("create-slack-secret", "get-slack-secret")] {
      let sent = try #require(exchanges[sending]?["request"]?["body"]?.objectValue)
      let read = try #require(exchanges[reading]?["response"]?["body"]?.objectValue)
      #expect(
        NotificationChannelForm.wanted(sent) == NotificationChannelForm.stored(read, beside: sent),
        "\(version) \(sending)")
      var other = sent
      other["settings"] = ["another": "x"]
      #expect(NotificationChannelForm.wanted(other) != NotificationChannelForm.stored(read, beside: other))
      other = sent
      other["secureSettings"] = ["another": "x"]
      #expect(NotificationChannelForm.wanted(other) != NotificationChannelForm.stored(read, beside: other))
    }
    // A secret that nobody wants any more is a difference: the next write takes it away.
    let read = try #require(exchanges["get-slack-secret"]?["response"]?["body"]?.objectValue)
    let without = try #require(exchanges["create-slack-secret"]?["request"]?["body"]?.objectValue)
      .filter { $0 != "secureSettings" }
    #expect(NotificationChannelForm.wanted(without) != NotificationChannelForm.stored(read, beside: without))
  }
}
