import Testing

/// What variables hold and what stands where a key belongs may be a secret: no message shows it.
@Suite struct ShownTextTests {
  private static let secret = "hunter2"

  @Test(arguments: [
    "metrics: {configs: [{name: a}]}\nintegrations:\n  redis: {redis_addr: a, autoscrape: {enable: true, metrics_instance: '${PW}'}}\n",
    "metrics: {configs: [{name: '${PW}'}]}\nintegrations:\n  redis: {redis_addr: a, autoscrape: {enable: true, metrics_instance: b}}\n",
    "metrics: {configs: [{name: a}]}\nintegrations:\n  metrics: {autoscrape: {metrics_instance: x${PW}y}}\n  redis: {redis_addr: a}\n",
    "metrics: {configs: [{name: \"${PW}\"}, {name: '${PW}'}]}\n",
    "metrics: {configs: [{name: a, scrape_configs: [{job_name: x${PW}}, {job_name: x${PW}}]}]}\n",
    "metrics: {configs: [{name: a${PW}, scrape_configs: [{job_name: j}]}, {name: b, scrape_configs: [{job_name: j}]}]}\n",
    "metrics: {configs: [{name: a, scrape_configs: [{job_name: '${PW}'}]}, {name: b, scrape_configs: [{job_name: '${PW}'}]}]}\n",
    "logs: {positions_directory: '${PW}', configs: [{name: a}, {name: a}]}\n",
    "traces: {configs: [{name: '${PW}', receivers: {otlp: }}, {name: '${PW}', receivers: {otlp: }}]}\n",
    "integrations: {metrics: {autoscrape: {enable: false}}, eventhandler: {kubeconfig_path: k, logs_instance: '${PW}'}}\n",
    "integrations: {metrics: {autoscrape: {enable: false}}, blackbox: {blackbox_targets: [{name: a, address: b, module: '${PW}'}]}}\n",
    "metrics: {${PW}: 1}\n", "integrations: {${PW}: {}}\n",
    "logs: {positions_directory: p, configs: [{name: a, clients: [{url: u, external_labels: {'a-${PW}': 1}}]}]}\n",
    "metrics: {configs: [{name: >-\n  a ${PW}\n  b}, {name: >-\n  a ${PW}\n  b}]}\n",
    "metrics: {configs: [{name: \"a\\t${PW}\"}, {name: \"a\\t${PW}\"}]}\n",
  ])
  func variables(_ text: String) {
    let judged = Judged(text, environment: ["PW": Self.secret])
    #expect(!judged.findings.isEmpty)
    #expect(!judged.lines.contains { $0.contains(Self.secret) }, "\(judged.lines)")
  }

  @Test func variablesAsTheyAreWritten() {
    let judged = Judged(
      "metrics:\n  configs:\n    - name: x${PW}y\n    - name: x${PW:-z}y\n", environment: ["PW": Self.secret])
    #expect(
      judged.lines == [
        "error 4:7 duplicate-name: metrics.configs[1].name is a second instance named x${PW:-z}y (the first stands on line 3): "
          + "the agent refuses the file -> rename one of them"
      ])
  }

  /// Lines in messages count in the text as it was written.
  @Test func linesBehindALongVariable() {
    let judged = Judged(
      "# ${LONG}\nmetrics:\n  configs:\n    - name: a\n    - name: a\n",
      environment: ["LONG": "one\n# two\n# three"])
    #expect(judged.lines.first?.contains("(the first stands on line 4)") == true)
  }

  @Test(arguments: [
    "{url: 'http://h', basic_auth: {username: u, password=hunter2}}", "{url: 'http://h', password:hunter2}",
    "{url: 'http://h', ? password hunter2 }", "{url: 'http://h', password=hunter2: x}",
    "{url: 'http://h', ? 'a: hunter2' : x}",
  ])
  func keys(_ receiver: String) {
    let lines = Judged("metrics: {configs: [{name: a, remote_write: [\(receiver)]}]}\n").lines
    #expect(lines.count == 1)
    #expect(lines.first?.contains("….") == false)
    #expect(lines.first?.contains("… is no key that the agent knows here") == true)
    #expect(!lines.contains { $0.contains(Self.secret) })
  }

  @Test func keysElsewhere() {
    let text = """
      metrics:
        global: {external_labels: {password=hunter2: x}}
      integrations: {metrics: {autoscrape: {enable: false}}, redis=hunter2: }
      logs:
        positions_directory: p
        configs:
          - name: l
            clients: [{url: 'http://h'}]
            scrape_configs: [{job_name: j, static_configs: [{labels: {a=hunter2: }}], pipeline_stages: [{json=hunter2: }]}]
      """
    let judged = Judged(text)
    #expect(judged.isRefused)
    #expect(!judged.lines.contains { $0.contains(Self.secret) }, "\(judged.lines)")
  }
}
