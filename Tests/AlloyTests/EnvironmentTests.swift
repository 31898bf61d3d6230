import Alloy
import Testing

/// Variables in the text of an agent's configuration.
@Suite struct EnvironmentTests {
  private static let variables = ["H": "host", "EMPTY": "", "PW": "ab,hunter2", "SPLIT": "x\nhunter2: 1"]

  private func converted(_ text: String, _ environment: [String: String]? = variables) -> Converted {
    Converted(text, options: AlloyOptions(environment: environment))
  }

  private func receiver(_ url: String, _ environment: [String: String]? = variables) -> Converted {
    converted("metrics: {configs: [{name: a, remote_write: [{url: \"\(url)\", name: n}]}]}\n", environment)
  }

  @Test(arguments: [
    ("http://${H}/p", "http://host/p"), ("http://${NONE:-d}/p", "http://d/p"), ("${EMPTY:-d}", "d"),
    ("${NONE:=d}", "d"), ("${NONE=d}", "d"), ("$${H}", "${H}"), ("$H", "$H"), ("$(SHARD)", "$(SHARD)"),
    ("${NONE}", ""), ("${EMPTY}", ""), ("${1}:9100", "${1}:9100"), ("${1:-x}", "${1}"),
    ("http://${H:-${NONE}}/p", "http://host/p"), ("http://${NONE:-${H}}/p", "http://host/p"),
    (#"C:\\x"#, #"C:\\x"#), ("${H:0:2}", "ho"), ("${#H}", "4"), ("${H/o/0}", "h0st"), ("${H^^}", "HOST"),
  ])
  func variablesAreReplaced(_ written: String, _ expected: String) {
    let converted = receiver(written)
    #expect(
      converted.body("prometheus.remote_write.metrics_a").contains("= \"\(expected)\"\n"),
      "\(converted.errors)")
    #expect(converted.warnings.count == (written == "${NONE}" ? 1 : 0), "\(converted.warnings)")
  }

  @Test(arguments: ["${", "${}", "${H", "${A-B}", "${H:-${EMPTY}"])
  func whatIsNoVariableIsRefused(_ written: String) {
    let converted = receiver(written)
    #expect(converted.conversion.configuration == nil && converted.errors.count == 1)
    #expect(converted.errors.first?.hasPrefix("1:") == true)
  }

  @Test func variablesStayWhereNothingIsExpanded() {
    let body = receiver("http://${H}", nil).body("prometheus.remote_write.metrics_a")
    #expect(body.contains("\"http://${H}\""))
  }

  @Test func groupsOfExpressionsStay() {
    let converted = converted(
      """
      metrics:
        configs:
          - name: a
            remote_write: [{url: u, name: n}]
            scrape_configs:
              - job_name: j
                relabel_configs:
                  - {source_labels: [__address__], target_label: __address__, replacement: "${1}:9100"}
      """)
    #expect(converted.body("discovery.relabel.metrics_a_j").contains("\"${1}:9100\""))
  }

  @Test func missingVariablesAreToldOnceByName() {
    let text =
      "# ${TOKEN}\nmetrics: {configs: [{name: a, remote_write: [{url: \"${OTHER}${TOKEN}\", name: n}]}]}\n"
    #expect(
      converted(text, [:]).warnings == [
        "1:3 the variable TOKEN is not set and stands for nothing",
        "2:53 the variable OTHER is not set and stands for nothing",
      ])
    #expect(converted("# ${H:-${NONE}} ${OTHER:-${NONE}}\n{}\n").warnings.count == 1)
  }

  @Test func placesAreThoseOfTheFile() {
    let text = """
      # ${SPLIT}
      metrics:
        global: {external_labels: {a: "${H}", b: c}, nonsense: 1}
      """
    #expect(
      converted(text, ["SPLIT": "1\n#2\n#3", "H": "a long value of many letters"]).errors == [
        "3:48 unknown field nonsense in metrics.global"
      ])
  }

  /// A value with a comma or a line break makes keys of parts of a secret.
  @Test(arguments: [
    "metrics: {configs: [{name: a, remote_write: [{url: u, basic_auth: {username: x, password: ${PW}}}]}]}",
    "metrics: {configs: [{name: a, remote_write: [{url: u, headers: {x: ${PW}: [1]}}]}]}",
    "metrics:\n  global:\n    external_labels:\n      a: ${SPLIT}",
    "metrics:\n${SPLIT}", "${SPLIT}", "logs: {positions_directory: ${PW}: {a: 1}}",
    "metrics: {configs: [{name: a}, {name: \"${SECRET}\", nonsense: 1}]}",
    "metrics: {configs: [{name: \"${SECRET}\"}, {name: \"${SECRET}\"}]}",
    "metrics: {configs: [{name: a, scrape_configs: [{job_name: \"${SECRET}\"}, {job_name: \"${SECRET}\"}]}]}",
    "metrics: {configs: [{name: \"${SECRET}\"}, {name: b}]}\nintegrations: {redis: {autoscrape: {metrics_instance: \"a${SECRET}\"}}}",
    "metrics: {configs: [{name: \"${SECRET}\"}]}\nintegrations: {redis: {}}",
    "logs: {positions_directory: p, configs: [{name: a, clients: [{url: u}], scrape_configs: [{job_name: j, static_configs: [], pipeline_stages: [{\"${SECRET}\": {}}]}]}]}",
    "logs: {positions_directory: p, configs: [{name: a, clients: [{url: u}], scrape_configs: [{job_name: j, static_configs: [], pipeline_stages: [{labels: {\"${SECRET}\": [x]}}]}]}]}",
    "logs: {positions_directory: p, configs: [{name: a, clients: [{url: u}], scrape_configs: [{job_name: j, static_configs: [], pipeline_stages: [{metrics: {\"${SECRET}\": {type: x}}}]}]}]}",
    "a: {\"${SECRET}\": 1, \"${SECRET}\": 2}", "integrations: {\"${SECRET}_configs\": []}",
    "integrations: {snmp: {walk_params: {\"${SECRET}\": {nonsense: 1}}}}",
  ])
  func partsOfSecretsAreNotInMessages(_ text: String) {
    var variables = Self.variables
    variables["SECRET"] = "hunter2"
    let found = converted(text + "\n", variables).conversion.diagnostics
    #expect(!found.isEmpty)
    for diagnostic in found {
      let shown = diagnostic.message + (diagnostic.remedy ?? "")
      #expect(!shown.contains("hunter2"), "\(shown)")
    }
  }

  @Test func keysOfTheFileAreShown() {
    let text = "metrics: {global: {external_labels: {a: \"${H}\"}, nonsense: \"${PW}\"}}\n"
    #expect(converted(text).errors.first?.contains("unknown field nonsense in metrics.global") == true)
  }

  @Test func aLargeFileOfVariablesIsReadOnce() {
    let text = String(repeating: "# ${NONE}\n", count: 50_000) + "{}\n"
    #expect(converted(text).warnings.count == 1)
  }
}
