import AgentConfiguration
import Documents
import Testing

/// What the agent takes for the same: receivers by what Go's encoder writes, instances by their settings with all that
/// holds anyway.
@Suite struct ComparableSettingsTests {
  private static func receiver(_ text: String) throws -> ComparableSettings {
    .receiver(try JSONParser.parse(Array(text.utf8)))
  }

  @Test(arguments: [
    #"{"url": "http://h", "remote_timeout": "30s"}"#, #"{"url": "http://h", "send_exemplars": false}"#,
    #"{"url": "http://h", "follow_redirects": true, "enable_http2": true}"#,
    #"{"url": "http://h", "queue_config": {"capacity": 10000, "batch_send_deadline": "5000ms"}}"#,
    #"{"url": "http://h", "metadata_config": {}, "tls_config": {"insecure_skip_verify": false}}"#,
    #"{"url": "http://h", "write_relabel_configs": [], "headers": {}, "basic_auth": null}"#,
    #"{"name": "n", "url": "http://h"}"#, #"{"remote_timeout": "30000ms", "url": "http://h"}"#,
  ])
  func holdsAnyway(_ text: String) throws {
    #expect(try Self.receiver(text) == Self.receiver(#"{"url": "http://h"}"#))
  }

  @Test(arguments: [
    #"{"url": "http://i"}"#, #"{"url": "http://h", "remote_timeout": "31s"}"#,
    #"{"url": "http://h", "follow_redirects": false}"#, #"{"url": "http://h", "basic_auth": {}}"#,
    #"{"url": "http://h", "sigv4": {}}"#, #"{"url": "http://h", "metadata_config": {"send": false}}"#,
    #"{"url": "http://h", "queue_config": {"max_shards": 0}}"#,
    #"{"url": "http://h", "headers": {"a": "b"}}"#,
    #"{"url": "http://h", "write_relabel_configs": [{"action": "drop", "regex": "a"}]}"#,
    #"{"url": "http://h", "remote_timeout": "0s"}"#,
  ])
  func differs(_ text: String) throws {
    #expect(try Self.receiver(text) != Self.receiver(#"{"url": "http://h"}"#))
  }

  /// Texts that the agent cannot tell apart, since Go's encoder hides them.
  @Test(arguments: [
    (
      #"{"basic_auth": {"username": "u", "password": "1"}}"#,
      #"{"basic_auth": {"username": "u", "password": "2"}}"#
    ),
    (#"{"bearer_token": "1"}"#, #"{"bearer_token": "2"}"#),
    (#"{"bearer_token": "1"}"#, #"{"authorization": {"credentials": "2", "type": "Bearer"}}"#),
    (
      #"{"sigv4": {"access_key": "a", "secret_key": "1"}}"#,
      #"{"sigv4": {"access_key": "a", "secret_key": "2"}}"#
    ),
    (#"{"tls_config": {"key": "1"}}"#, #"{"tls_config": {"key": "2"}}"#),
    (
      #"{"write_relabel_configs": [{"action": "Replace", "target_label": "a", "separator": ";"}]}"#,
      #"{"write_relabel_configs": [{"target_label": "a", "regex": "(.*)", "replacement": "$1"}]}"#
    ),
  ])
  func isTheSame(_ one: String, _ other: String) throws {
    #expect(try Self.receiver(one) == Self.receiver(other))
  }

  /// Texts that are no secrets to Go.
  @Test(arguments: [
    (#"{"basic_auth": {"username": "1"}}"#, #"{"basic_auth": {"username": "2"}}"#),
    (#"{"basic_auth": {"password": ""}}"#, #"{"basic_auth": {"password": "2"}}"#),
    (#"{"headers": {"password": "1"}}"#, #"{"headers": {"password": "2"}}"#),
    (#"{"sigv4": {"access_key": "1"}}"#, #"{"sigv4": {"access_key": "2"}}"#),
    (#"{"azuread": {"oauth": {"client_secret": "1"}}}"#, #"{"azuread": {"oauth": {"client_secret": "2"}}}"#),
    (#"{"write_relabel_configs": [{"regex": "a"}]}"#, #"{"write_relabel_configs": [{"regex": "b"}]}"#),
  ])
  func isAnother(_ one: String, _ other: String) throws {
    #expect(try Self.receiver(one) != Self.receiver(other))
  }

  private static func instance(_ text: String, _ receivers: String = "[]") throws -> ComparableSettings {
    .instance(
      try JSONParser.parse(Array(text.utf8)),
      receivers: .receivers(try JSONParser.parse(Array(receivers.utf8))))
  }

  @Test(arguments: [
    #"{"name": "b"}"#, #"{"scrape_configs": [{"job_name": "j"}]}"#, #"{"wal_truncate_frequency": "60m"}"#,
    #"{"min_wal_time": "300s", "max_wal_time": "4h0m0s", "remote_flush_deadline": 60000000000}"#,
    #"{"host_filter": false, "host_filter_relabel_configs": []}"#, #"{"remote_write": [{"url": "x"}]}"#,
  ])
  func instancesAreTheSame(_ text: String) throws {
    #expect(try Self.instance(text) == Self.instance(#"{"name": "a"}"#))
  }

  @Test(arguments: [
    #"{"wal_truncate_frequency": "61m"}"#, #"{"host_filter": true}"#, #"{"write_stale_on_shutdown": true}"#,
  ])
  func instancesDiffer(_ text: String) throws {
    #expect(try Self.instance(text) != Self.instance(#"{"name": "a"}"#))
  }

  /// A group is made of receivers with their secrets, in any order and whatever they are called.
  @Test func receiversOfInstances() throws {
    let one = try Self.instance("{}", #"[{"url": "http://1", "name": "x"}, {"url": "http://2"}]"#)
    #expect(try one == Self.instance("{}", #"[{"url": "http://2", "name": "y"}, {"url": "http://1"}]"#))
    #expect(try one != Self.instance("{}", #"[{"url": "http://2"}]"#))
    #expect(
      try Self.instance("{}", #"[{"url": "u", "bearer_token": "1"}]"#)
        != Self.instance("{}", #"[{"url": "u", "bearer_token": "2"}]"#))
  }
}
