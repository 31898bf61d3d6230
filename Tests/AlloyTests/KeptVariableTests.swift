import Alloy
import Testing

/// `${NAME}` that stays for a program which replaces it before it reads the text.
@Suite struct KeptVariableTests {
  private func errors(_ text: String) -> [String] {
    Converted(text, options: AlloyOptions(layout: .next, keepsVariables: true)).errors
  }

  /// The lines are those of a job.
  private func errors(inJob text: String) -> [String] {
    errors("metrics: {configs: [{name: a, scrape_configs: [{job_name: j, \(text)}]}]}")
  }

  /// Anything may stand there once the variables are replaced.
  @Test(arguments: [
    "scrape_interval: '${I}'", "honor_labels: '${A:-true}'", "sample_limit: '1${A^^}'", "params: '${A}'",
    "static_configs: '${A}'", "basic_auth: '${A}'", "'${A}': 1",
    "relabel_configs: [{action: '${A}'}]", "relabel_configs: [{'${A}': t}]",
    "relabel_configs: [{action: hashmod, target_label: t, modulus: '${A}'}]",
    "relabel_configs: [{action: hashmod, target_label: t, '${A}': 2}]",
    "file_sd_configs: [{'${A}': [f]}]",
  ])
  func whatAVariableTellsIsNotRefused(_ job: String) {
    #expect(errors(inJob: job) == [])
  }

  @Test(arguments: [
    "metrics: {configs: [{name: a, remote_write: [{'${A}': u}]}]}",
    "metrics: {configs: [{'${A}': a}]}", "metrics: {configs: '${A}'}", "metrics: '${A}'",
    "metrics: {configs: [{name: a}, {name: b}]}\nintegrations: {redis_configs: [{autoscrape: {metrics_instance: '${A}'}}]}",
  ])
  func norIsItElsewhere(_ text: String) {
    #expect(errors(text) == [])
  }

  /// Nor is it told that Alloy's own converter would refuse it.
  @Test func namesOfInstancesMayBeVariables() {
    for (name, count) in [("${A}", 0), ("other", 1)] {
      let converted = Converted(
        """
        metrics: {configs: [{name: a, remote_write: [{url: u}]}]}
        integrations: {redis_configs: [{autoscrape: {enable: false, metrics_instance: '\(name)'}}]}
        """, options: AlloyOptions(layout: .next, keepsVariables: true))
      #expect(converted.errors == [])
      #expect(converted.conversion.beyondAlloy.count == count, "\(name)")
    }
  }

  @Test(arguments: [
    ("nonsense: '${A}'", "1:62 unknown field nonsense in metrics.configs[0].scrape_configs[0]"),
    ("nonsense: [{a: '${A}'}]", "1:62 unknown field nonsense in metrics.configs[0].scrape_configs[0]"),
    ("params: ['${A}']", "1:70 metrics.configs[0].scrape_configs[0].params must be a mapping"),
    (
      "static_configs: {targets: ['${A}']}",
      "1:62 metrics.configs[0].scrape_configs[0].static_configs must be a list"
    ),
    (
      "sample_limit: {a: '${A}'}",
      "1:62 metrics.configs[0].scrape_configs[0].sample_limit must be a whole number"
    ),
    (
      "relabel_configs: [{action: hashmod, replacement: '${A}', target_label: t}]",
      "1:80 metrics.configs[0].scrape_configs[0].relabel_configs[0] has no modulus, which hashmod needs"
    ),
    (
      "file_sd_configs: [{refresh_interval: '${A}'}]",
      "1:80 metrics.configs[0].scrape_configs[0].file_sd_configs[0] has no files"
    ),
    (
      "tls_config: {cert_file: '${A}'}",
      "1:74 metrics.configs[0].scrape_configs[0].tls_config has no client key (key or key_file)"
    ),
  ])
  func whatIsWrongWhateverItStandsForIsTold(_ job: String, _ expected: String) {
    #expect(errors(inJob: job) == [expected])
  }

  @Test func missingAndDoubledPartsAreTold() {
    #expect(
      errors("metrics: {configs: [{name: a, remote_write: [{basic_auth: {password: '${P}'}}]}]}") == [
        "1:46 metrics.configs[0].remote_write[0] has no url"
      ])
    #expect(
      errors("metrics: {configs: [{name: '${A}'}, {name: '${A}'}]}") == [
        "1:38 metrics.configs[1].name is the name of an earlier instance, too: ${A}"
      ])
    #expect(
      errors("metrics: {configs: [{name: a, scrape_configs: [{job_name: 'j${A}'}, {job_name: 'j${A}'}]}]}")
        == ["1:70 metrics.configs[0].scrape_configs[1].job_name is the name of an earlier job, too: j${A}"])
  }
}
