import Alloy
import Base
import Testing

/// A configuration that was converted for a test.
struct Converted {
  let conversion: AlloyConversion

  init(_ text: String, from source: AlloySource = .static, options: AlloyOptions = AlloyOptions()) {
    conversion = AlloyConversion(Array(text.utf8), from: source, file: "input.yaml", options: options)
  }

  var blocks: [AlloyBlock] { conversion.configuration?.blocks ?? [] }

  /// The components, such as `prometheus.scrape.x`; without a label, such as `logging`.
  var paths: [String] { blocks.map { $0.path.joined(separator: ".") } }

  /// What stands in a component, in canonical form; empty where it is not there.
  func body(_ path: String) -> String {
    guard let block = blocks.first(where: { $0.path.joined(separator: ".") == path }) else { return "" }
    return AlloyWriter.string(AlloyConfiguration(block.body))
  }

  /// The findings of a severity, as they are printed: `3:5 message`.
  func messages(_ severity: Diagnostic.Severity) -> [String] {
    conversion.diagnostics.filter { $0.severity == severity }.map {
      ($0.location.map { "\($0.position.line):\($0.position.column) " } ?? "") + $0.message
    }
  }

  var errors: [String] { messages(.error) }
  var warnings: [String] { messages(.warning) }
}

extension Converted {
  /// A scrape job of a Prometheus; the lines are the job's.
  static func job(_ lines: String) -> Converted {
    Converted(
      "scrape_configs:\n  - job_name: j\n" + indented(lines, by: 4) + "\n", from: .prometheus)
  }

  /// A receiver of a Prometheus.
  static func receiver(_ lines: String) -> Converted {
    Converted(
      "remote_write:\n  - url: http://h/push\n" + indented(lines, by: 4) + "\n", from: .prometheus)
  }

  /// A log job of a Promtail.
  static func logJob(_ lines: String) -> Converted {
    Converted(
      "clients: [{url: http://h/push}]\nscrape_configs:\n  - job_name: j\n" + indented(lines, by: 4) + "\n",
      from: .promtail)
  }

  /// A log job of a Promtail with stages; the lines are the job's.
  static func stageJob(_ lines: String) -> Converted { logJob(lines + "\nstatic_configs: []") }

  /// What a Promtail's stages become.
  static func stages(_ lines: String) -> String {
    stageJob("pipeline_stages:\n" + lines).body("loki.process.j")
  }

  /// An agent with one metrics instance, one logs instance and integrations.
  static func integrations(_ lines: String, layout: AlloyOptions.IntegrationsLayout? = nil) -> Converted {
    Converted(
      """
      metrics:
        global: {remote_write: [{url: http://h/push, name: r}]}
        configs: [{name: default}]
      logs:
        positions_directory: /p
        configs: [{name: default, clients: [{url: http://l}]}]
      integrations:
      \(indented(lines, by: 2))

      """, options: AlloyOptions(layout: layout))
  }

  private static func indented(_ lines: String, by width: Int) -> String {
    lines.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(repeating: " ", count: width) + $0 }.joined(separator: "\n")
  }
}
