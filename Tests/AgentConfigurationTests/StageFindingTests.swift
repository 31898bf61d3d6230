import AgentConfiguration
import Testing

/// Findings in pipeline stages: the whole list of each text.
@Suite struct StageFindingTests {
  /// What stands under pipeline_stages.
  private static let stages: [(text: String, findings: [String])] = [
    ("docker: {}", []),
    ("docker:", []),
    (#"cri: {max_partial_lines: "10"}"#, []),
    (
      "cri: {nope: 1}",
      [
        "warning 10:21 dropped-key: ….cri.nope is no key that the agent knows here: it drops it without a word"
      ]
    ),
    ("nope: {}", ["error 10:15 unknown-stage: ….nope is no stage that the agent knows: the agent ends"]),
    ("5: {}", ["error 10:15 unknown-stage: ….5 is no stage that the agent knows: the agent ends"]),
    (
      "text",
      [
        "error 10:15 wrong-type: … has to be a mapping with the name of a stage as its one key: the agent ends"
      ]
    ),
    ("{docker: {}, cri: {}}", ["error 10:28 conflicting-keys: … has more than one stage: the agent ends"]),
    (
      "labelDrop: [a]",
      [
        "error 10:15 unknown-stage: ….labelDrop is no stage that the agent knows, did you mean labeldrop?: the agent ends"
      ]
    ),
    (
      #"regex: {expression: "("}"#,
      [
        "error 10:35 invalid-expression: ….regex.expression is no regular expression that the agent takes, a group is not closed: the agent ends"
      ]
    ),
    (
      "regex: {expression: 5}",
      ["error 10:35 wrong-type: ….regex.expression has to be a text, found a number: the agent ends"]
    ),
    ("regex: {}", ["error 10:22 missing-key: ….regex.expression is missing or empty: the agent ends"]),
    ("regex: {Expression: a}", []),
    (
      #"regex: {expression: a, source: ""}"#,
      ["error 10:38 invalid-value: ….regex.source is empty: the agent ends"]
    ),
    (
      #"json: {expressions: {a: "b["}}"#,
      ["error 10:39 invalid-expression: ….json.expressions.a is no expression of JMESPath: the agent ends"]
    ),
    (
      "json: {expressions: {}}",
      ["error 10:22 missing-key: ….json.expressions is missing or empty: the agent ends"]
    ),
    ("json: {}", ["error 10:21 missing-key: ….json.expressions is missing or empty: the agent ends"]),
    ("json: {expressions: {a: }}", []),
    (
      "logfmt: {mapping: }", ["error 10:23 missing-key: ….logfmt.mapping is missing or empty: the agent ends"]
    ),
    ("labels: {a: }", []),
    ("labels:", ["error 10:15 missing-value: ….labels names no labels: the agent ends"]),
    ("labels: {a-b: }", ["error 10:24 invalid-value: ….labels.a-b is no name of a label: the agent ends"]),
    (
      "labels: {a: 5}",
      ["error 10:27 wrong-type: ….labels.a has to be a text, found a number: the agent ends"]
    ),
    ("labeldrop: []", ["error 10:15 missing-value: ….labeldrop names no labels: the agent ends"]),
    (
      "labelallow: {a: b}",
      ["error 10:27 wrong-type: ….labelallow has to be a list, found a mapping: the agent ends"]
    ),
    (
      "static_labels: {1a: b}",
      ["error 10:31 invalid-value: ….static_labels.1a is no name of a label: the agent ends"]
    ),
    ("output: {}", ["error 10:23 missing-key: ….output.source is missing or empty: the agent ends"]),
    (
      #"template: {source: a, template: "{{ .a"}"#,
      [
        "error 10:37 invalid-template: ….template.template is no template that the agent takes, an action {{ is not closed: the agent ends"
      ]
    ),
    (
      #"template: {source: a, template: "{{ nope .a }}"}"#,
      [
        "error 10:37 invalid-template: ….template.template is no template that the agent takes, the function nope is not known: the agent ends"
      ]
    ),
    (
      "template: {template: x}",
      ["error 10:25 missing-key: ….template.source is missing or empty: the agent ends"]
    ),
    (
      "tenant: {}",
      ["error 10:23 missing-key: ….tenant has neither label nor source nor value: the agent ends"]
    ),
    (
      "tenant: {label: a, value: b}",
      ["error 10:34 conflicting-keys: ….tenant.value excludes label of the same mapping: the agent ends"]
    ),
    (
      "timestamp: {source: a}",
      ["error 10:26 missing-key: ….timestamp.format is missing or empty: the agent ends"]
    ),
    (
      "timestamp: {source: a, format: RFC3339, location: Berlin}",
      ["error 10:55 invalid-value: ….timestamp.location is no time zone: the agent ends"]
    ),
    (
      "timestamp: {source: a, format: RFC3339, action_on_failure: stop}",
      [
        "error 10:74 invalid-value: ….timestamp.action_on_failure is none of the values that the agent knows, did you mean skip?: the agent ends"
      ]
    ),
    (
      "timestamp: {source: a, format: RFC3339, fallback_formats: Unix}",
      ["error 10:73 wrong-type: ….timestamp.fallback_formats has to be a list, found a text: the agent ends"]
    ),
    (
      "drop: {}",
      ["error 10:21 missing-key: ….drop says nothing that a line could be dropped for: the agent ends"]
    ),
    (
      "drop: {older_than: 1d}",
      ["error 10:34 invalid-value: ….drop.older_than is not a duration such as 90s or 1.5h: the agent ends"]
    ),
    (
      "drop: {longer_than: long}",
      ["error 10:35 invalid-value: ….drop.longer_than is not an amount of bytes such as 10kb: the agent ends"]
    ),
    (
      "drop: {value: a, expression: b}",
      [
        "error 10:22 missing-key: ….drop.source is missing beside value: the agent ends",
        "error 10:32 conflicting-keys: ….drop.expression excludes value of the same mapping: the agent ends",
      ]
    ),
    (
      #"drop: {expression: "("}"#,
      [
        "error 10:34 invalid-expression: ….drop.expression is no regular expression that the agent takes, a group is not closed: the agent ends"
      ]
    ),
    ("drop: {source: [a, b]}", []),
    (
      "drop: {source: 5}",
      ["error 10:30 wrong-type: ….drop.source has to be a text or a list of texts: the agent ends"]
    ),
    (
      "drop: {source: [a, 5]}",
      ["error 10:34 wrong-type: ….drop.source has to be a text or a list of texts: the agent panics"]
    ),
    (
      "drop: {value: a, older_than: 1h}",
      ["error 10:22 missing-key: ….drop.source is missing beside value: the agent ends"]
    ),
    (#"limit: {rate: 10, burst: 20, by_label_name: a, drop: "true"}"#, []),
    ("metrics: {a: }", ["error 10:25 missing-key: ….metrics.a.type is missing: the agent ends"]),
    (
      "limit: {rate: 10}",
      ["error 10:22 missing-key: ….limit.burst is missing or not above 0: the agent ends"]
    ),
    (#"limit: {rate: "10", burst: "20"}"#, []),
    (
      "limit: {rate: 10, burst: 20, by_label_name: a}",
      ["error 10:44 conflicting-keys: ….limit.by_label_name goes only with drop: true: the agent ends"]
    ),
    ("multiline: {}", ["error 10:26 missing-key: ….multiline.firstline is missing or empty: the agent ends"]),
    (
      "multiline: {firstline: a, max_wait_time: soon}",
      [
        "error 10:56 invalid-value: ….multiline.max_wait_time is not a duration such as 90s or 1.5h: the agent ends"
      ]
    ),
    (
      "multiline: {firstline: a, max_lines: x}",
      [
        "error 10:52 wrong-type: ….multiline.max_lines has to be a whole number that is not negative, found a text: the agent ends"
      ]
    ),
    (
      "sampling: {rate: 1.5}",
      ["error 10:26 invalid-value: ….sampling.rate is not between 0 and 1: the agent ends"]
    ),
    ("pack: {labels: a}", []),
    (#"match: {selector: '{a="b"}', stages: [docker: ]}"#, []),
    (
      "match: {selector: '{a=', stages: [docker: ]}",
      [
        "error 10:23 invalid-expression: ….match.selector is no selector of LogQL, a value does not stand in quotes: the agent ends"
      ]
    ),
    (
      "match: {}",
      [
        "error 10:22 missing-key: ….match.selector is missing or empty: the agent ends",
        "error 10:22 missing-key: ….match.stages is missing or empty: the agent ends",
      ]
    ),
    (
      #"match: {selector: '{a="b"}', action: drop, stages: [docker: ]}"#,
      ["error 10:58 conflicting-keys: ….match.stages does not go with the action drop: the agent ends"]
    ),
    (
      #"match: {selector: '{a="b"}', action: keeep, stages: [docker: ]}"#,
      [
        "error 10:52 invalid-value: ….match.action is none of the values that the agent knows, did you mean keep?: the agent ends"
      ]
    ),
    (
      #"match: {selector: '{a="b"}', stages: [{regex: {}}]}"#,
      ["error 10:61 missing-key: ….match.stages[0].regex.expression is missing or empty: the agent ends"]
    ),
    (
      #"match: {selector: '{a="b"}', action: drop, pipeline_name: ""}"#,
      ["error 10:58 invalid-value: ….match.pipeline_name is empty: the agent ends"]
    ),
    ("metrics: {a: {type: counter, config: {action: inc}}}", []),
    (
      "metrics: {a: {type: summary}}",
      [
        "error 10:29 invalid-value: ….metrics.a.type is no type of metric that the agent knows: the agent ends"
      ]
    ),
    ("metrics: {a: {}}", ["error 10:28 missing-key: ….metrics.a.type is missing: the agent ends"]),
    (
      "metrics: {a: {type: counter}}",
      ["error 10:28 missing-key: ….metrics.a.config.action is missing: the agent ends"]
    ),
    (
      "metrics: {a: {type: counter, config: {action: inc, match_all: true, value: x}}}",
      [
        "error 10:83 conflicting-keys: ….metrics.a.config.value excludes match_all of the same mapping: the agent ends"
      ]
    ),
    (
      "metrics: {a: {type: counter, config: {action: inc, match_all: true, count_entry_bytes: true}}}",
      [
        "error 10:83 conflicting-keys: ….metrics.a.config.count_entry_bytes goes only with match_all: true and action: add: the agent ends"
      ]
    ),
    (
      "metrics: {a: {type: gauge, config: {action: up}}}",
      ["error 10:51 invalid-value: ….metrics.a.config.action is no action of this metric: the agent ends"]
    ),
    (
      #"metrics: {a: {type: histogram, config: {buckets: ["1"]}}}"#,
      [
        "error 10:65 wrong-type: ….metrics.a.config.buckets[0] has to be a number, found a text: the agent ends"
      ]
    ),
    (
      "metrics: {a: {type: gauge, max_idle_duration: 1ms, config: {action: set}}}",
      ["error 10:61 invalid-value: ….metrics.a.max_idle_duration is less than a second: the agent ends"]
    ),
    ("metrics:", ["error 10:15 missing-value: ….metrics names no metrics: the agent ends"]),
    (
      "geoip: {db: missing, db_type: city}",
      [
        "warning 10:27 missing-file: ….geoip.db names a file that does not exist: what needs it does not start, or fails when it runs"
      ]
    ),
    ("geoip: {db: d}", ["error 10:22 missing-key: ….geoip.db_type is missing or empty: the agent ends"]),
    (
      "eventlogmessage: {source: a-b}",
      ["error 10:41 invalid-value: ….eventlogmessage.source is not the name of a label: the agent ends"]
    ),
  ]

  @Test(arguments: stages)
  func tellsStages(_ text: String, _ findings: [String]) {
    #expect(
      Judged(
        "logs:\n  positions_directory: p\n  configs:\n    - name: l\n      clients: [{url: 'http://h/p'}]\n      scrape_configs:\n        - job_name: j\n          static_configs: []\n          pipeline_stages:\n            - "
          + text + "\n", missing: ["missing"]
      ).told(below: "logs.configs[0].scrape_configs[0].pipeline_stages[0]") == findings)
  }
}
