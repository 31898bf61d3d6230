import Alloy
import Testing

@Suite struct RemoteWriteTests {
  @Test func aReceiverHasItsEndpoints() {
    let converted = Converted(
      """
      global: {external_labels: {cluster: c}}
      remote_write:
        - url: http://a/push
          name: first
          remote_timeout: 1m
          headers: {X-Scope: t}
          queue_config: {capacity: 5, min_backoff: 50ms}
          metadata_config: {send: false}
          write_relabel_configs: [{action: drop, source_labels: [x], regex: y}]
        - url: http://b/push
          sigv4: {region: eu-west-1, access_key: a, secret_key: s, profile: p, role_arn: r}
      """, from: .prometheus)
    #expect(
      converted.body("prometheus.remote_write.default") == """
        external_labels = {
        \tcluster = "c",
        }

        endpoint {
        \tname           = "first"
        \turl            = "http://a/push"
        \tremote_timeout = "1m0s"
        \theaders        = {
        \t\t"X-Scope" = "t",
        \t}

        \tqueue_config {
        \t\tcapacity    = 5
        \t\tmin_backoff = "50ms"
        \t}

        \tmetadata_config {
        \t\tsend = false
        \t}

        \twrite_relabel_config {
        \t\tsource_labels = ["x"]
        \t\tregex         = "y"
        \t\taction        = "drop"
        \t}
        }

        endpoint {
        \turl = "http://b/push"

        \tqueue_config { }

        \tmetadata_config { }

        \tsigv4 {
        \t\tregion     = "eu-west-1"
        \t\taccess_key = "a"
        \t\tsecret_key = "s"
        \t\tprofile    = "p"
        \t\trole_arn   = "r"
        \t}
        }

        """)
    #expect(converted.conversion.isComplete)
  }

  @Test(arguments: [
    ("azuread: {managed_identity: {client_id: c}}", "managed_identity"),
    ("azuread: {oauth: {client_id: c, client_secret: s, tenant_id: t}, cloud: AzureChina}", "AzureChina"),
    ("azuread: {sdk: {tenant_id: t}}", "sdk"),
  ])
  func azureLogsIn(_ written: String, _ expected: String) {
    let converted = Converted.receiver(written)
    #expect(converted.body("prometheus.remote_write.default").contains(expected))
    #expect(converted.errors == [])
  }

  @Test(arguments: [
    ("google_iam: {credentials_file: x}", "google_iam"), ("round_robin_dns: true", "round_robin_dns"),
    ("sigv4: {region: r, external_id: x}", "sigv4.external_id"),
    ("azuread: {workload_identity: {client_id: c}}", "azuread.workload_identity"),
  ])
  func whatAlloyLacksIsNamed(_ written: String, _ name: String) {
    let converted = Converted.receiver(written)
    #expect(
      converted.errors.contains { $0.contains("remote_write[0].\(name) cannot be carried over") },
      "\(converted.errors)")
    #expect(converted.conversion.configuration != nil)
  }

  @Test func twoLoginsAreRefused() {
    let converted = Converted.receiver("sigv4: {region: r}\nbasic_auth: {username: u}")
    #expect(converted.conversion.configuration == nil)
    #expect(Converted("remote_write: [{name: n}]\n", from: .prometheus).errors.count == 1)
  }

  /// The agent names receivers by a digest of their settings; two instances with the same receiver differ in the
  /// name of the instance.
  @Test func receiversOfTheAgentHaveNames() throws {
    let text = """
      metrics:
        configs:
          - name: a
            remote_write: [{url: http://h/push}]
          - name: b
            remote_write: [{url: http://h/push}, {url: http://other/push, name: mine}]
      """
    func names(_ converted: Converted) -> [String] {
      converted.blocks.flatMap(\.body).compactMap { statement -> String? in
        guard case .block(let endpoint) = statement, endpoint.name == ["endpoint"],
          case .attribute("name", .string(let name)) = endpoint.body.first
        else { return nil }
        return name
      }
    }
    let found = names(Converted(text))
    try #require(found.count == 3)
    #expect(found[0].hasPrefix("a-") && found[1].hasPrefix("b-") && found[2] == "mine")
    #expect(found[0].count == 8 && found[0].dropFirst(2) == found[1].dropFirst(2))
    #expect(names(Converted(text)) == found)
    // A release whose settings of SigV4 are fewer has another digest where SigV4 is used.
    let older = AlloyOptions(isForAlloy1_12: true)
    #expect(names(Converted(text, options: older)) == found)
    let signed = text.replacing("{url: http://h/push}", with: "{url: http://h/push, sigv4: {region: r}}")
    #expect(names(Converted(signed)).dropLast() != names(Converted(signed, options: older)).dropLast())
  }
}
