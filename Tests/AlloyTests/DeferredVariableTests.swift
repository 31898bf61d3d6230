import Alloy
import Testing

/// `${NAME}` that is left to Alloy's own environment.
@Suite struct DeferredVariableTests {
  private func converted(_ url: String) -> Converted {
    Converted(
      "metrics: {configs: [{name: a, remote_write: [{name: r, url: '\(url)'}]}]}",
      options: AlloyOptions(layout: .next, defersVariables: true))
  }

  /// The receiver's address as it is written.
  private func written(_ url: String, _ placeholders: [String: String] = [:]) throws -> String {
    let configuration = try #require(converted(url).conversion.configuration)
    let expanded = DeferredVariables(placeholders: placeholders).expanded(configuration)
    let text = AlloyWriter.string(expanded)
    #expect(try AlloyParser.configuration(text) == expanded)
    let line = text.split(separator: "\n").first { $0.contains("url  = ") } ?? ""
    return String(line.drop { $0 != "=" }.dropFirst(2))
  }

  @Test(arguments: [
    ("http://h", #""http://h""#), ("${A}", #"sys.env("A")"#),
    ("http://${A}", #""http://" + sys.env("A")"#),
    ("${A}${B_2}", #"sys.env("A") + sys.env("B_2")"#),
    ("${A:-http://h}", #"coalesce(sys.env("A"), "http://h")"#), ("${A:=x}", #"coalesce(sys.env("A"), "x")"#),
    ("${A=x}", #"coalesce(sys.env("A"), "x")"#), ("a$$b", #""a$b""#), ("$$${A}", #""$" + sys.env("A")"#),
    ("$${A}", #""${A}""#), ("a${1}$2$", #""a${1}$2$""#), ("$(SHARD)/$(OTHER)", #""7/$(OTHER)""#),
    ("$$(SHARD)", #""$(SHARD)""#),
  ])
  func everyFormHasOne(_ url: String, _ expected: String) throws {
    #expect(try written(url, ["SHARD": "7"]) == expected)
  }

  @Test(arguments: ["${A^^}", "${#A}", "${A:1:2}", "${A/b/c}", "${A:-${B}}", "${}", "${A"])
  func otherFormsAreRefused(_ url: String) {
    let converted = converted(url)
    #expect(converted.conversion.configuration == nil)
    #expect(converted.errors == ["1:61 only ${NAME} and ${NAME:-default} can be left to Alloy"])
  }

  @Test func namesHaveNoVariables() {
    let converted = Converted(
      "metrics: {global: {external_labels: {'${A}': x}}}", options: AlloyOptions(defersVariables: true))
    #expect(
      converted.errors == ["1:38 the name of a setting has a variable, which Alloy cannot look up"])
  }

  /// Alloy looks variables up where texts stand.
  @Test(arguments: [
    (
      "metrics: {global: {scrape_interval: '${A}'}}",
      "1:20 metrics.global.scrape_interval must be a duration such as 30s"
    ),
    (
      "metrics: {configs: [{name: a, scrape_configs: [{job_name: j, honor_labels: '${A:-true}'}]}]}",
      "1:62 metrics.configs[0].scrape_configs[0].honor_labels must be true or false"
    ),
    (
      "metrics: {configs: [{name: a, scrape_configs: [{job_name: j, sample_limit: '1${A}'}]}]}",
      "1:62 metrics.configs[0].scrape_configs[0].sample_limit must be a whole number"
    ),
    (
      "metrics: {configs: [{name: a, scrape_configs: [{job_name: j, body_size_limit: '${A}'}]}]}",
      "1:62 metrics.configs[0].scrape_configs[0].body_size_limit must be a number of bytes such as 4MB"
    ),
    (
      "metrics: {configs: [{name: a, scrape_configs: '${A}'}]}",
      "1:31 metrics.configs[0].scrape_configs must be a list"
    ),
    (
      "metrics: {configs: [{name: a, scrape_configs: [{job_name: j, basic_auth: '${A}'}]}]}",
      "1:74 metrics.configs[0].scrape_configs[0].basic_auth must be a mapping"
    ),
    (
      "metrics: {configs: [{name: a, scrape_configs: [{job_name: j, relabel_configs: [{action: hashmod, target_label: t, modulus: '${A}'}]}]}]}",
      "1:115 metrics.configs[0].scrape_configs[0].relabel_configs[0].modulus must be a whole number"
    ),
  ])
  func otherValuesHaveNone(_ text: String, _ problem: String) {
    let converted = Converted(text, options: AlloyOptions(layout: .next, defersVariables: true))
    #expect(converted.conversion.configuration == nil)
    #expect(converted.errors == [problem + "; it holds a variable, which Alloy can only look up in texts"])
    let found = converted.conversion.diagnostics.first { $0.severity == .error }
    #expect(found?.code == AlloyConversion.variableCode && found?.remedy == "write the value")
  }

  /// What is wrong whatever a variable stands for says nothing of it, and so does a file whose variables are no matter.
  @Test func whatIsWrongWithoutVariablesIsToldAsBefore() {
    let twice = Converted(
      "metrics: {configs: [{name: a, scrape_configs: [{job_name: 'j${A}'}, {job_name: 'j${A}'}]}]}",
      options: AlloyOptions(layout: .next, defersVariables: true))
    #expect(
      twice.errors == [
        "1:70 metrics.configs[0].scrape_configs[1].job_name is the name of an earlier job, too: j${A}"
      ])
    let plain = Converted("metrics: {global: {scrape_interval: '${A}'}}")
    #expect(plain.errors == ["1:20 metrics.global.scrape_interval must be a duration such as 30s"])
    let expanded = Converted(
      "metrics: {global: {scrape_interval: '${A}'}}", options: AlloyOptions(environment: ["A": "1h"]))
    #expect(expanded.errors == [])
  }

  /// The agent puts groups of regular expressions back, and so does the replacement of variables.
  @Test func groupsStay() {
    let converted = Converted(
      """
      metrics:
        configs:
          - name: a
            remote_write: [{name: r, url: http://h}]
            scrape_configs:
              - job_name: j
                relabel_configs: [{target_label: t, replacement: "x${1}"}]

      """, options: AlloyOptions(environment: [:]))
    #expect(converted.body("discovery.relabel.metrics_a_j").contains(#""x${1}""#))
    #expect(converted.conversion.diagnostics == [])
  }

  @Test func componentsThatAreNumberedAreTold() {
    let converted = Converted.integrations(
      "mysql_configs: [{data_source_name: a}, {data_source_name: b}]", layout: .next)
    let found = converted.conversion.numbered
    #expect(found.count == 1 && found.first?.location?.position.line == 8, "\(found)")
    #expect(found.first?.others.map(\.description) == ["input.yaml:8:19"])
    #expect(
      found.first?.components == [
        "prometheus.exporter.mysql.integrations_mysqld_exporter", "discovery.relabel.integrations_mysql",
        "prometheus.scrape.integrations_mysql",
      ])
  }
}
