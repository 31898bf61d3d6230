import AgentConfiguration
import Base
import Documents

/// The document of a configuration. The agent, Prometheus and Promtail read the first of a file and nothing behind it
/// (go-yaml v2, `Unmarshal`).
enum SourceDocument {
  /// The document's root; nil where nothing is written or nothing can be read, which is told.
  static func root(
    _ text: AgentConfigurationText, _ source: AlloySource, _ findings: ConversionFindings
  ) -> YAMLNode? {
    let document: YAMLDocument?
    do throws(YAMLSyntaxError) {
      document = try YAMLParser.firstDocument(in: text.bytes, limits: AgentConfigurationText.limits)
    } catch {
      findings.refuse(problem(error, findings), at: error.position)
      return nil
    }
    guard let root = document?.root, !root.isNull else {
      tellEmpty(document, source, findings)
      return nil
    }
    if let further = FurtherDocument.position(in: text.bytes, after: root.position) {
      findings.warn(
        "only the first document of the file is read, by Alloy's converter as by \(source.program)",
        at: further, remedy: "take out what follows, or convert it by itself")
    }
    return root
  }

  /// The agent takes an empty file and refuses one that says null; to the others both are the same.
  private static func tellEmpty(
    _ document: YAMLDocument?, _ source: AlloySource, _ findings: ConversionFindings
  ) {
    if let document, source == .static {
      findings.refuse(
        "the file says null", at: document.root.position, remedy: "write {} where nothing should run")
    } else {
      findings.note("nothing is written, so the configuration is empty", at: document?.position ?? .start)
    }
  }

  /// A message may quote the text, and there a variable may have brought a secret in.
  private static func problem(_ error: YAMLSyntaxError, _ findings: ConversionFindings) -> String {
    for place in [error.position] + (error.contextPosition.map { [$0] } ?? []) {
      let start = Position(line: place.line, column: 1)
      if findings.isSecret(from: start, to: Position(line: place.line + 1, column: 1)) {
        return "the text is no YAML here after its variables were replaced"
      }
    }
    return error.message
  }
}
