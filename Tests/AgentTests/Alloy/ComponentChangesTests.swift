import Agent
import Base
import Testing

/// What plans tell of configurations in Alloy's language.
@Suite struct ComponentChangesTests {
  private func changes(_ old: String?, _ new: String?) -> [String] {
    AgentChanges.describe(
      "mon/ga/metrics/config.alloy", old: old.map { SecretValue($0) }, new: new.map { SecretValue($0) }
    ).map { change in
      let values = [change.before, change.after].map { $0 ?? "-" }
      return change.summary + (values == ["-", "-"] ? "" : ": \(values[0]) → \(values[1])")
    }
  }

  private let write = """
    prometheus.remote_write "m" {
      external_labels = {
        cluster = "a",
      }

      endpoint {
        name = "n"
        url  = "https://u:hush-url@h/push"

        basic_auth {
          username = "hush-user"
          password = "hush-old"
        }
      }
    }

    """

  private let scrape = """
    prometheus.scrape "j" {
      targets         = [{
        __address__ = "hush-host:1",
      }]
      forward_to      = [prometheus.remote_write.m.receiver]
      scrape_interval = "17s"
    }

    """

  @Test func componentsComeAndGo() {
    #expect(changes(write, write + scrape) == ["prometheus.scrape.j added"])
    #expect(changes(write + scrape, write) == ["prometheus.scrape.j removed"])
    #expect(changes(nil, scrape) == ["prometheus.scrape.j added"])
    #expect(changes(scrape + write, write + scrape) == ["components in another order"])
    #expect(changes(write, write).isEmpty)
  }

  @Test func harmlessValuesAreShown() {
    let other = write.replacing("cluster = \"a\"", with: "cluster = \"b\"")
      .replacing("h/push", with: "other/push")
    #expect(
      changes(write, other) == [
        "prometheus.remote_write.m: external_labels.cluster: a → b",
        "prometheus.remote_write.m: endpoint.url: https://h/push → https://other/push",
      ])
  }

  @Test func nothingElseIs() {
    let other = write.replacing("hush-old", with: "hush-new").replacing("hush-user", with: "hush-other")
    #expect(
      changes(write, other) == [
        "prometheus.remote_write.m: endpoint.basic_auth.username (changed)",
        "prometheus.remote_write.m: endpoint.basic_auth.password (changed)",
      ])
    // Jobs may come from a Secret.
    #expect(
      changes(scrape, scrape.replacing("17s", with: "19s").replacing("hush-host", with: "hush-h")) == [
        "prometheus.scrape.j: targets (changed)", "prometheus.scrape.j: scrape_interval (changed)",
      ])
  }

  @Test func blocksWithoutLabelsAreMatched() {
    func rules(_ names: [String]) -> String {
      "discovery.relabel \"r\" {\n"
        + names.map { "  rule {\n    target_label = \"\($0)\"\n  }\n" }.joined(separator: "\n") + "}\n"
    }
    #expect(changes(rules(["a", "b"]), rules(["a", "x", "b"])) == ["discovery.relabel.r: rule (1) added"])
    #expect(
      changes(rules(["a", "b"]), rules(["a", "c"])) == [
        "discovery.relabel.r: rule (1).target_label (changed)"
      ])
  }

  @Test func whatIsNoConfigurationIsWrittenAnew() {
    #expect(
      changes("metrics: {", write) == ["the file is no configuration of Alloy and is written anew"])
  }
}
