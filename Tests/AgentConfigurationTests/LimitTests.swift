import AgentConfiguration
import Testing

/// Large, deep and senseless texts cost little and are refused with one word.
@Suite struct LimitTests {
  @Test func manyErrorsEndTheReading() {
    let text = "metrics:\n  configs:\n" + String(repeating: "    - {nope: 1}\n", count: 100_000)
    let judged = Judged(text)
    #expect(judged.findings.count == 501)
    #expect(
      judged.findings.filter { $0.code == "too-many" }.map(\.message)
        == ["more than 500 errors: reading ended here, and there may be others anywhere"])
  }

  /// Many warnings refuse nothing and hide no error.
  @Test func manyWarnings() {
    let head = "metrics:\n  configs:\n    - name: a\n      scrape_configs:\n"
    let jobs = (0..<600).map { "        - {job_name: j\($0), bearer_token_file: missing}\n" }.joined()
    let good = Judged(head + jobs, missing: ["missing"])
    #expect(!good.isRefused)
    #expect(good.findings.count == 501)
    #expect(
      good.lines.filter { $0.contains("too-many") } == [
        "warning 505:47 too-many: 100 more warnings are not told -> mend the others first"
      ])
    let bad = Judged(head + jobs + "        - {job_nam: x}\n", missing: ["missing"])
    #expect(
      bad.places.filter { $0.hasPrefix("error") } == [
        "error 605:11 metrics.configs[0].scrape_configs[600].job_name",
        "error 605:12 metrics.configs[0].scrape_configs[600].job_nam",
      ])
  }

  @Test func manyRules() {
    let rule = "            - {source_labels: [a, b], regex: '(.+);(.+)', target_label: c}\n"
    let head =
      "metrics:\n  configs:\n    - name: a\n      scrape_configs:\n        - job_name: j\n          relabel_configs:\n"
    let text = head + String(repeating: rule, count: 14_000)
    #expect(text.utf8.count > 1 << 20)
    #expect(Judged(text).lines == [])
  }

  @Test func depth() {
    for text in ["metrics: " + String(repeating: "[", count: 100_000), Self.stairs(50_000)] {
      #expect(Judged(text).findings.map(\.code) == ["yaml-syntax"])
    }
    // As many levels as the parser takes are read without an end of the stack.
    #expect(Judged(Self.stairs(500)).findings.map(\.code) == ["unknown-key"])
    let stage = String(repeating: #"{match: {selector: '{a="b"}', stages: ["#, count: 100)
    let end = String(repeating: "]}}", count: 100)
    let head =
      "logs:\n  positions_directory: p\n  configs:\n    - name: l\n      clients: [{url: 'http://h/p'}]\n"
      + "      scrape_configs:\n        - {job_name: j, static_configs: [], pipeline_stages: ["
    let judged = Judged(head + stage + "{nope: }" + end + "]}\n")
    #expect(judged.findings.map(\.code) == ["unknown-stage"])
  }

  @Test func binary() {
    var state: UInt64 = 1
    let noise = (0..<100_000).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    #expect(Judged(noise).isRefused)
    #expect(Judged([UInt8](repeating: 0, count: 1 << 20)).isRefused)
  }

  @Test func tooLong() {
    let bytes = [UInt8](repeating: UInt8(ascii: "#"), count: AgentConfigurationCheck.byteLimit + 1)
    #expect(
      Judged(bytes).lines == [
        "error 1:1 too-large: the text is longer than 33554432 bytes -> split the configuration"
      ])
  }

  @Test func variablesThatGrow() {
    let grown = String(repeating: "x", count: 1 << 20)
    #expect(Judged(String(repeating: "# ${A}\n", count: 1000), environment: ["A": grown]).isRefused)
    #expect(Judged(String(repeating: "${A:-", count: 10_000)).isRefused)
  }

  /// Aliases that would unfold to more than anybody can read.
  @Test func aliases() {
    var text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for (name, inner) in zip("bcdefghi", "abcdefgh") {
      text += "\(name): &\(name) [\(Array(repeating: "*\(inner)", count: 10).joined(separator: ", "))]\n"
    }
    #expect(Judged(text).findings.map(\.code) == ["yaml-syntax"])
    // Fewer of them are unfolded, and are keys like others.
    let harmless = text.split(separator: "\n").prefix(3).joined(separator: "\n")
    #expect(Judged(harmless).findings.map(\.code) == ["unknown-key", "unknown-key", "unknown-key"])
  }

  /// A mapping within a mapping, and so on.
  private static func stairs(_ count: Int) -> String {
    String(repeating: "{a: ", count: count) + "1" + String(repeating: "}", count: count)
  }
}
