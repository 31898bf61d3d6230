import AgentConfiguration
import Testing

/// YAML as the agent reads it: the first document, no key twice, numbers and booleans of YAML 1.1.
@Suite struct DialectTests {
  private static let good = "metrics:\n  configs:\n    - name: a\n"

  @Test func readsTheFirstDocumentOnly() {
    #expect(Judged(Self.good + "---\n[\n").lines == [])
    #expect(Judged(Self.good + "...\nx: {\n").lines == [])
  }

  @Test func readsUTF16WithAMark() {
    for (mark, isLittle) in [([0xFF, 0xFE] as [UInt8], true), ([0xFE, 0xFF], false)] {
      let units = "nope: é".utf16.flatMap { unit -> [UInt8] in
        let high = UInt8(unit >> 8)
        let low = UInt8(unit & 0xFF)
        return isLittle ? [low, high] : [high, low]
      }
      #expect(Judged(mark + units).places == ["error 1:1 nope"])
    }
    #expect(Judged([0xFE, 0xFF, 0xD8]).isRefused == false)
  }

  @Test func takesAMarkAndWindowsLines() {
    #expect(Judged("\u{FEFF}" + Self.good).lines == [])
    #expect(
      Judged("metrics:\r\n  configs:\r\n    - name: a\r\n      x: 1\r\n").places == [
        "error 4:7 metrics.configs[0].x"
      ])
  }

  @Test func refusesAnotherVersion() {
    #expect(Judged("%YAML 1.1\n---\n" + Self.good).lines == [])
    #expect(Judged("%YAML 1.2\n---\n" + Self.good).isRefused)
  }

  @Test(arguments: [
    "a: 1\na: 2\n", "\ta: 1\n", "metrics: [\n", "metrics: *x\n", "metrics: \u{1}\n", "- a\n", "null\n", "5\n",
  ])
  func refuses(_ text: String) {
    let judged = Judged(text)
    #expect(judged.isRefused)
    #expect(judged.findings.allSatisfy { $0.location != nil && $0.remedy != nil })
  }

  @Test func emptyTextsAreWarnedOf() {
    for text in ["", "# x\n"] {
      #expect(
        Judged(text).lines == [
          "warning 1:1 empty: nothing is written: the agent starts and does nothing -> write metrics, logs or integrations"
        ])
    }
  }

  @Test(arguments: ["yes", "On", "TRUE", "y", "off", "~", "false"])
  func booleans(_ word: String) {
    #expect(Judged(Self.good + "      host_filter: \(word)\n").lines == [])
  }

  @Test(arguments: ["1", "'true'", "tRue", "[]"])
  func noBooleans(_ word: String) {
    #expect(
      Judged(Self.good + "      host_filter: \(word)\n").places == [
        "error 4:20 metrics.configs[0].host_filter"
      ])
  }

  @Test(arguments: ["5", "010", "0x10", "0b11", "1_000", "1e3", "!!int '5'", "null"])
  func numbers(_ word: String) {
    #expect(Judged(Self.good + "      scrape_configs: [{job_name: j, sample_limit: \(word)}]\n").lines == [])
  }

  @Test(arguments: ["'5'", "1:30", "-1", ".inf", "true", "1e30"])
  func noNumbers(_ word: String) {
    #expect(
      Judged(Self.good + "      scrape_configs: [{job_name: j, sample_limit: \(word)}]\n").places
        == ["error 4:52 metrics.configs[0].scrape_configs[0].sample_limit"])
  }

  @Test func warnsOfFractions() {
    #expect(
      Judged(Self.good + "      scrape_configs: [{job_name: j, sample_limit: 1.5}]\n").lines == [
        "warning 4:52 cut-number: metrics.configs[0].scrape_configs[0].sample_limit has a fraction: the agent cuts it off "
          + "without a word -> write a whole number"
      ])
  }

  @Test func mergedKeysCountEverywhereButUnderIntegrations() {
    let receivers = "      remote_write:\n      - &r {url: 'http://h/p'}\n      - {<<: *r, name: b}\n"
    #expect(Judged(Self.good + receivers).lines == [])
    let integrations = """
      integrations:
        metrics: {autoscrape: {enable: false}}
        redis_configs:
        - &r {redis_addr: h}
        - {<<: *r, instance: b}
      """
    #expect(
      Judged(integrations).places == [
        "warning 5:5 integrations.redis_configs[1].redis_addr",
        "error 5:5 integrations.redis_configs[1].redis_addr",
      ])
  }
}
