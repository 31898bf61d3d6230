import Alloy
import Testing

@Suite struct ScrapeTests {
  @Test func aJobIsDiscoveryRulesScrapeAndRules() {
    let converted = Converted(
      """
      global: {scrape_interval: 30s, external_labels: {b: "2", a: "1"}}
      remote_write: [{url: http://h/push, name: n}]
      scrape_configs:
        - job_name: a/b
          kubernetes_sd_configs:
            - role: pod
              namespaces: {names: [x, y]}
              selectors: [{role: pod, label: "a=b"}]
            - role: node
          static_configs:
            - {targets: ["h:1", "h:2"], labels: {l: v}}
          relabel_configs:
            - {source_labels: [__meta_x], action: keep, regex: a|b}
          metric_relabel_configs:
            - {regex: tmp_.*, action: labeldrop}
      """, from: .prometheus)
    #expect(
      converted.paths == [
        "prometheus.remote_write.default", "discovery.kubernetes.a_b", "discovery.kubernetes.a_b_2",
        "discovery.relabel.a_b", "prometheus.scrape.a_b", "prometheus.relabel.a_b",
      ])
    #expect(
      converted.body("discovery.relabel.a_b") == """
        targets = array.concat(
        \tdiscovery.kubernetes.a_b.targets,
        \tdiscovery.kubernetes.a_b_2.targets,
        \t[{
        \t\t__address__ = "h:1",
        \t\tl           = "v",
        \t}],
        \t[{
        \t\t__address__ = "h:2",
        \t\tl           = "v",
        \t}],
        )

        rule {
        \tsource_labels = ["__meta_x"]
        \tregex         = "a|b"
        \taction        = "keep"
        }

        """)
    #expect(
      converted.body("prometheus.scrape.a_b") == """
        targets         = discovery.relabel.a_b.output
        forward_to      = [prometheus.relabel.a_b.receiver]
        job_name        = "a/b"
        scrape_interval = "30s"

        """)
    #expect(
      converted.body("prometheus.relabel.a_b") == """
        forward_to = [prometheus.remote_write.default.receiver]

        rule {
        \tregex  = "tmp_.*"
        \taction = "labeldrop"
        }

        """)
    #expect(converted.conversion.diagnostics == [])
  }

  @Test(arguments: [
    ("", "", ""), ("60s", "10s", ""), ("30s", "", "scrape_interval = \"30s\"\n"),
    ("5s", "", "scrape_interval = \"5s\"\nscrape_timeout = \"5s\"\n"),
    ("1h30m", "1m", "scrape_interval = \"1h30m0s\"\nscrape_timeout = \"1m0s\"\n"),
    ("1d", "", "scrape_interval = \"24h0m0s\"\n"), ("", "500ms", "scrape_timeout = \"500ms\"\n"),
  ])
  func timesAreWrittenWhereTheyDiffer(_ interval: String, _ timeout: String, _ expected: String) {
    var lines: [String] = []
    if !interval.isEmpty { lines.append("scrape_interval: \(interval)") }
    if !timeout.isEmpty { lines.append("scrape_timeout: \(timeout)") }
    lines.append("honor_labels: false")
    let body = Converted.job(lines.joined(separator: "\n")).body("prometheus.scrape.j")
    let found = body.split(separator: "\n").filter { $0.hasPrefix("scrape_") }
      .map { $0.split(separator: " ").joined(separator: " ") + "\n" }.joined()
    #expect(found == expected)
  }

  @Test func aTimeoutLongerThanTheIntervalIsRefused() {
    let converted = Converted.job("scrape_interval: 5s\nscrape_timeout: 6s")
    #expect(
      converted.errors == ["4:5 scrape_configs[0].scrape_timeout is longer than scrape_interval"])
  }

  @Test(arguments: [
    ("honor_labels: true", "honor_labels = true"), ("honor_timestamps: false", "honor_timestamps = false"),
    ("metrics_path: /m", "metrics_path = \"/m\""), ("scheme: https", "scheme = \"https\""),
    ("sample_limit: 5", "sample_limit = 5"), ("label_limit: 5", "label_limit = 5"),
    ("target_limit: 7", "target_limit = 7"),
    ("body_size_limit: 5MB", "body_size_limit = \"5MiB\""),
    ("params: {module: [a, b]}", "module = [\"a\", \"b\"],"),
    ("scrape_protocols: [PrometheusText0.0.4]", "scrape_protocols = [\"PrometheusText0.0.4\"]"),
    ("enable_compression: false", "enable_compression = false"),
    ("always_scrape_classic_histograms: true", "scrape_classic_histograms = true"),
  ])
  func argumentsHaveTheirNames(_ written: String, _ expected: String) {
    let body = Converted.job(written).body("prometheus.scrape.j")
    #expect(
      body.split(separator: "\n").map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        .contains(expected), "\(body)")
  }

  @Test(arguments: [
    "metrics_path: /metrics", "scheme: http", "honor_timestamps: true", "sample_limit: 0",
    "enable_compression: true", "follow_redirects: true", "enable_http2: true", "params: {}",
  ])
  func defaultsAreLeftOut(_ written: String) {
    let usual = Converted.job("honor_labels: false").body("prometheus.scrape.j")
    let body = Converted.job(written).body("prometheus.scrape.j")
    #expect(body == usual || body == usual.replacing("\"j\"\n", with: "\"j\"\nparams     = {}\n"))
  }

  @Test(arguments: [
    ("alerting: {}", "alerting"), ("rule_files: [x]", "rule_files"),
    ("remote_read: [{url: u}]", "remote_read"),
    ("storage: {tsdb: {}}", "storage"), ("tracing: {endpoint: e}", "tracing"),
    ("global: {evaluation_interval: 5s}", "global.evaluation_interval"),
  ])
  func whatAlloyDoesNotDoIsNamed(_ written: String, _ name: String) {
    let converted = Converted(written + "\n", from: .prometheus)
    #expect(converted.errors.count == 1)
    #expect(converted.errors.first?.contains("\(name) cannot be carried over") == true)
    #expect(converted.conversion.configuration != nil)
  }

  @Test func unknownDiscoveryIsNamedWithItsPlace() {
    let converted = Converted.job("hetzner_sd_configs: [{role: hcloud}]")
    #expect(converted.errors.count == 1)
    #expect(converted.errors[0].hasPrefix("3:5 scrape_configs[0].hetzner_sd_configs cannot be carried over"))
  }

  @Test func jobsWithoutAReceiverAreTold() {
    let converted = Converted("scrape_configs: [{job_name: j}]\n", from: .prometheus)
    #expect(converted.conversion.isComplete)
    #expect(converted.warnings == ["1:18 there is no remote_write: what the jobs scrape goes nowhere"])
    #expect(Converted("global: {scrape_interval: 5s}\n", from: .prometheus).warnings == [])
    #expect(
      Converted("remote_write: [{url: u}]\nscrape_configs: [{job_name: j}]\n", from: .prometheus).warnings
        == [])
  }

  @Test(arguments: [("", "5MiB"), ("body_size_limit: 0", "5MiB"), ("body_size_limit: 1KB", "1KiB")])
  func limitsAreInherited(_ written: String, _ expected: String) {
    let converted = Converted(
      "global: {body_size_limit: 5MB, sample_limit: 7}\nscrape_configs: [{job_name: j\(written.isEmpty ? "" : ", " + written)}]\n",
      from: .prometheus)
    let body = converted.body("prometheus.scrape.j")
    #expect(body.contains("body_size_limit = \"\(expected)\"\n") && body.contains("sample_limit    = 7\n"))
  }

  /// What Alloy takes is written and not told to be lost.
  @Test func nothingIsWrittenAndLost() {
    let settings = [
      "track_timestamps_staleness: true", "native_histogram_bucket_limit: 5",
      "native_histogram_min_bucket_factor: 1.5", "scrape_native_histograms: true",
      "metric_name_validation_scheme: utf8", "metric_name_escaping_scheme: dots", "keep_dropped_targets: 5",
      "scrape_failure_log_file: /f", "convert_classic_histograms_to_nhcb: true",
      "scrape_protocols: [PrometheusProto]", "body_size_limit: 5KB", "label_limit: 3",
    ]
    let converted = Converted.job(settings.joined(separator: "\n"))
    let names = settings.map { $0.prefix { $0 != ":" } }
    let body = converted.body("prometheus.scrape.j").split(separator: "\n").map { $0.prefix { $0 != " " } }
    let lost = names.filter { name in
      converted.conversion.diagnostics.contains { $0.message.contains(".\(name) ") }
    }
    #expect(lost == ["keep_dropped_targets"])
    #expect(Set(body).intersection(lost).isEmpty && Set(names).subtracting(body) == Set(lost))
    let further = converted.conversion.beyondAlloy.map { $0.message.split(separator: ".").last ?? "" }
    #expect(
      Set(further) == [
        "track_timestamps_staleness cannot be carried over: Alloy's own converter refuses it",
        "native_histogram_bucket_limit cannot be carried over: Alloy's own converter refuses it",
        "scrape_native_histograms cannot be carried over: Alloy's own converter leaves it out",
        "metric_name_validation_scheme cannot be carried over: Alloy's own converter leaves it out",
        "metric_name_escaping_scheme cannot be carried over: Alloy's own converter leaves it out",
      ])
    #expect(Converted.job("track_timestamps_staleness: false").conversion.beyondAlloy.isEmpty)
  }

  @Test func theTwoNamesOfClassicHistogramsAreOneArgument() {
    for lines in [
      "always_scrape_classic_histograms: true", "scrape_classic_histograms: true",
      "always_scrape_classic_histograms: true\nscrape_classic_histograms: true",
      "always_scrape_classic_histograms: false\nscrape_classic_histograms: true",
    ] {
      let body = Converted.job(lines).body("prometheus.scrape.j")
      #expect(body.split(separator: "scrape_classic_histograms").count == 2, "\(body)")
    }
    #expect(
      !Converted.job("scrape_classic_histograms: false").body("prometheus.scrape.j").contains("classic"))
  }

  /// What Prometheus asks for, Alloy asks for as well: nothing is written in its place.
  @Test(arguments: [
    ("kubernetes_sd_configs: [{}]", "kubernetes_sd_configs[0] has no role"),
    ("kubernetes_sd_configs: [{role: pod, selectors: [{label: a}]}]", "selectors[0] has no role"),
    ("dns_sd_configs: [{names: []}]", "dns_sd_configs[0] has no names"),
    ("file_sd_configs: [{}]", "file_sd_configs[0] has no files"),
    ("http_sd_configs: [{}]", "http_sd_configs[0] has no url"),
    ("docker_sd_configs: [{}]", "docker_sd_configs[0] has no host"),
    ("gce_sd_configs: [{zone: z}]", "gce_sd_configs[0] has no project"),
    ("marathon_sd_configs: [{}]", "marathon_sd_configs[0] has no servers"),
    ("triton_sd_configs: [{account: a, dns_suffix: \"\", endpoint: e}]", "has no dns_suffix"),
  ])
  func whatIsRequiredIsAskedFor(_ written: String, _ problem: String) {
    let converted = Converted.job(written)
    #expect(converted.conversion.configuration == nil)
    #expect(converted.errors.count == 1 && converted.errors[0].contains(problem), "\(converted.errors)")
  }

  /// A label's name is a text, whatever YAML makes of it elsewhere.
  @Test func namesOfLabelsStayAsTheyAreWritten() {
    let body = Converted.job("static_configs: [{targets: [t], labels: {y: a, off: b}}]\nparams: {no: [c]}")
      .body("prometheus.scrape.j")
    #expect(body.contains("\ty           = \"a\"") && body.contains("\toff         = \"b\""), "\(body)")
    #expect(body.contains("\tno = [\"c\"]"))
  }

  @Test func jobsNeedNamesOfTheirOwn() {
    let converted = Converted("scrape_configs: [{job_name: a}, {job_name: a}, {}]\n", from: .prometheus)
    #expect(converted.conversion.configuration == nil)
    #expect(converted.errors.count >= 2)
  }

  @Test(arguments: ["- a", "x", "a: b: c", "---\na: 1\n---\nb: 2\n"])
  func whatIsNoConfigurationIsRefused(_ text: String) {
    for source in AlloySource.allCases {
      let converted = Converted(text, from: source)
      #expect(converted.conversion.configuration == nil && !converted.errors.isEmpty)
    }
  }
}
