import Alloy
import Testing

@Suite struct StageTests {
  /// Each kind of stage, and the block that it gives.
  static let stages: [(written: String, expected: String)] = [
    (
      "json: {expressions: {a: b, c: ''}, source: s, drop_malformed: true}",
      "stage.json {\n expressions = { a = \"b\", c = \"\", }\n source = \"s\"\n drop_malformed = true\n}"
    ),
    ("logfmt: {mapping: {a: b}}", "stage.logfmt { mapping = { a = \"b\", }\n }"),
    ("regex: {expression: '(?P<x>.*)'}", "stage.regex { expression = \"(?P<x>.*)\" }"),
    (
      "replace: {expression: a, replace: b, source: s}",
      "stage.replace { expression = \"a\"\n source = \"s\"\n replace = \"b\" }"
    ),
    (
      "timestamp: {source: t, format: RFC3339, location: Europe/Berlin}",
      "stage.timestamp { source = \"t\"\n format = \"RFC3339\"\n location = \"Europe/Berlin\" }"
    ),
    ("output: {source: o}", "stage.output { source = \"o\" }"), ("docker: {}", "stage.docker { }"),
    ("docker:", "stage.docker { }"),
    ("cri: {}", "stage.cri { }"), ("cri: {max_partial_lines: 5}", "stage.cri { max_partial_lines = 5 }"),
    (
      "template: {source: s, template: '{{ .Value }}'}",
      "stage.template { source = \"s\"\n template = \"{{ .Value }}\" }"
    ),
    ("tenant: {value: t}", "stage.tenant { value = \"t\" }"),
    ("labels: {a: , b: c}", "stage.labels { values = { a = null, b = \"c\", }\n }"),
    (
      "structured_metadata: {a: b}",
      "stage.structured_metadata { values = { a = \"b\", }\n }"
    ),
    ("static_labels: {a: b}", "stage.static_labels { values = { a = \"b\", }\n }"),
    ("labeldrop: [a, b]", "stage.label_drop { values = [\"a\", \"b\"] }"),
    ("labelallow: [a]", "stage.label_keep { values = [\"a\"] }"),
    ("sampling: {rate: 0.25}", "stage.sampling { rate = 0.25 }"),
    (
      "limit: {rate: 10, burst: 20, drop: true}",
      "stage.limit { rate = 10\n burst = 20\n drop = true }"
    ),
    (
      "multiline: {firstline: '^x', max_wait_time: 5s, max_lines: 128}",
      "stage.multiline { firstline = \"^x\"\n max_wait_time = \"5s\" }"
    ),
    ("pack: {labels: [a], ingest_timestamp: true}", "stage.pack { labels = [\"a\"] }"),
    ("decolorize: {}", "stage.decolorize { }"), ("eventlogmessage: {}", "stage.eventlogmessage { }"),
    (
      "geoip: {db: /db, source: ip, db_type: city}",
      "stage.geoip { db = \"/db\"\n source = \"ip\"\n db_type = \"city\" }"
    ),
    (
      "drop: {source: [a, b], expression: x, older_than: 24h, longer_than: 8kb}",
      "stage.drop { source = \"a,b\"\n expression = \"x\"\n older_than = \"24h0m0s\"\n longer_than = \"8KiB\" }"
    ),
    (
      "match: {selector: '{a=\"b\"}', stages: [{docker: {}}], action: keep}",
      "stage.match { selector = \"{a=\\\"b\\\"}\"\n stage.docker { }\n action = \"keep\" }"
    ),
  ]

  @Test(arguments: stages)
  func everyKindIsABlock(_ written: String, _ expected: String) throws {
    let converted = Converted.stageJob("pipeline_stages:\n  - \(written)")
    let block = try #require(converted.blocks.first { $0.name == ["loki", "process"] })
    let statements = try AlloyParser.configuration(expected).statements
    #expect(Array(block.body.dropFirst()) == statements)
    #expect(converted.conversion.diagnostics == [])
  }

  @Test func metricsAreSortedByName() throws {
    let body = Converted.stages(
      """
        - metrics:
            z: {type: Counter, description: d, config: {action: inc, match_all: true}}
            a: {type: gauge, source: s, max_idle_duration: 1h, config: {action: SET, value: "3"}}
            h: {type: Histogram, prefix: p_, config: {buckets: [0.5, 1, -2]}}
      """)
    #expect(
      body == """
        forward_to = [loki.write.default.receiver]

        stage.metrics {
        \tmetric.gauge {
        \t\tname              = "a"
        \t\tsource            = "s"
        \t\tmax_idle_duration = "1h0m0s"
        \t\tvalue             = "3"
        \t\taction            = "set"
        \t}

        \tmetric.histogram {
        \t\tname              = "h"
        \t\tprefix            = "p_"
        \t\tmax_idle_duration = "0s"
        \t\tbuckets           = [0.5, 1, -2]
        \t}

        \tmetric.counter {
        \t\tname              = "z"
        \t\tdescription       = "d"
        \t\tmax_idle_duration = "0s"
        \t\taction            = "inc"
        \t\tmatch_all         = true
        \t}
        }

        """)
  }

  @Test func stagesInOneListKeepTheirOrder() {
    let body = Converted.stages("  - docker: {}\n  - cri: {}\n  - docker: {}")
    #expect(
      body.split(separator: "\n").filter { $0.hasPrefix("stage") } == [
        "stage.docker { }", "stage.cri { }", "stage.docker { }",
      ])
  }

  @Test func unknownStagesAreNamed() {
    let converted = Converted.stageJob("pipeline_stages: [{jsn: {}}, {docker: {}}]")
    #expect(
      converted.errors.count == 1 && converted.errors[0].contains("a stage of kind jsn cannot be carried"))
    #expect(converted.errors[0].hasPrefix("4:24 ") && converted.errors[0].contains("json"))
    #expect(converted.conversion.configuration != nil)
  }

  /// Promtail passes over fields of stages that it does not know, so they only are told.
  @Test func unknownFieldsOfStagesAreTold() {
    let converted = Converted.stageJob("pipeline_stages: [{json: {expressions: {a: b}, sorce: x}}]")
    #expect(converted.conversion.isComplete)
    #expect(converted.warnings.count == 1 && converted.warnings[0].contains("unknown field sorce"))
  }

  @Test(arguments: ["{docker: {}, cri: {}}", "x", "~"])
  func aStageHasExactlyOneKey(_ stage: String) {
    #expect(Converted.stageJob("pipeline_stages: [\(stage)]").conversion.configuration == nil)
  }

  /// What is wrong with each metric is told, with its place.
  @Test func metricsOfUnknownKindsAreRefused() throws {
    let wrong = Converted.stageJob(
      """
      pipeline_stages:
        - metrics:
            a: {type: Summary}
            b: {type: Counter, config: {action: dec}}
            c: {type: Gauge, config: {action: set, value: [1]}}
      """)
    #expect(wrong.conversion.configuration == nil)
    try #require(wrong.errors.count == 3)
    #expect(
      wrong.errors[0].hasPrefix("6:")
        && wrong.errors[0].contains("a.type must be Counter, Gauge or Histogram"))
    #expect(
      wrong.errors[1].hasPrefix("7:") && wrong.errors[1].contains("config.action must be one of inc, add"))
    #expect(wrong.errors[2].hasPrefix("8:") && wrong.errors[2].contains("config.value must be a text"))
  }

  @Test(arguments: [
    ("labels: [a, b]", "labels must be a mapping"), ("labels: {x: [y]}", "labels.x must be a text"),
    ("static_labels: foo", "static_labels must be a mapping"), ("labels:", "has no labels"),
    ("structured_metadata: {x: {y: z}}", "structured_metadata.x must be a text"),
    ("labeldrop: {a: b}", "labeldrop must be a list"), ("labeldrop: []", "has no labeldrop"),
    ("metrics: {h: {type: histogram, config: {buckets: [1, x, 5]}}}", "buckets must be a list of numbers"),
    ("metrics: {h: {type: histogram, config: {buckets: 5}}}", "buckets must be a list"),
    ("metrics:", "has no metrics"),
    ("regex: {}", "regex has no expression"), ("json: {}", "json has no expressions"),
    ("timestamp: {source: t}", "timestamp has no format"), ("match: {stages: []}", "match has no selector"),
    ("limit: {burst: 5}", "limit has no rate"), ("limit: {rate: x, burst: 5}", "rate must be a number"),
  ])
  func whatIsMalformedIsRefusedWithItsPlace(_ stage: String, _ problem: String) {
    let converted = Converted.stageJob("pipeline_stages:\n  - \(stage)")
    #expect(converted.conversion.configuration == nil)
    #expect(converted.errors.count == 1 && converted.errors[0].contains(problem), "\(converted.errors)")
    #expect(converted.errors.first?.hasPrefix("5:") == true)
  }

  @Test func anEmptyStageDoesNothing() {
    let converted = Converted.stageJob("pipeline_stages: [{}, {docker: {}}]")
    #expect(converted.conversion.isComplete && converted.warnings.count == 1)
    #expect(converted.body("loki.process.j").contains("stage.docker"))
  }

  /// Promtail reads stages with mapstructure: in any case of letters, texts for numbers, one text for a list of one.
  @Test(arguments: [
    ("limit: {rate: \"10\", burst: \"20\", drop: \"true\"}", "limit: {rate: 10, burst: 20, drop: true}"),
    ("pack: {labels: a}", "pack: {labels: [a]}"), ("regex: {Expression: x}", "regex: {expression: x}"),
    ("multiline: {firstline: x, max_lines: '5'}", "multiline: {firstline: x, max_lines: 5}"),
    ("cri: {max_partial_line_size_truncate: 1}", "cri: {max_partial_line_size_truncate: true}"),
  ])
  func otherFormsAreRead(_ written: String, _ usual: String) {
    let stages = Converted.stages("  - \(written)")
    #expect(!stages.isEmpty && stages == Converted.stages("  - \(usual)"))
  }

  @Test func limitsOfAllJobsAreStages() {
    let converted = Converted(
      """
      clients: [{url: http://h}]
      limits_config: {readline_rate_enabled: true, readline_rate: 5, max_line_size: 8kb, max_streams: 9}
      scrape_configs:
        - {job_name: j, static_configs: [{labels: {__path__: /x}}]}
      """, from: .promtail)
    let body = converted.body("loki.process.j")
    #expect(body.contains("stage.limit {\n\trate  = 5\n\tburst = 10000\n\tdrop  = true\n}"))
    #expect(body.contains("longer_than = \"8KiB\""))
    #expect(converted.body("loki.write.default").contains("max_streams     = 9"))
    #expect(converted.warnings.count == 1)
  }
}
