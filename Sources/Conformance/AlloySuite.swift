internal import Alloy
internal import Base

extension ConformanceSuite {
  /// A case of `alloy-convert`. `operator` is the agent's configuration as its operator writes it, converted by the
  /// release of Alloy that those cases were made with; in the others variables are expanded, with none set.
  static let alloy = ConformanceSuite(
    name: "alloy", inputs: ["KIND", "FILE"],
    summary:
      "prints the Alloy configuration that a static, prometheus, promtail or operator configuration gives"
  ) { inputs throws(Refusal) in
    let source: AlloySource
    var options = AlloyOptions(environment: [:])
    if inputs[0] == "operator" {
      source = .static
      options = AlloyOptions(layout: .next, isForAlloy1_12: true)
    } else if let kind = AlloySource(rawValue: inputs[0]) {
      source = kind
    } else {
      throw Refusal("the kind \(inputs[0]) is none of static, prometheus, promtail and operator")
    }
    let conversion = AlloyConversion(
      try CaseFile.bytes(inputs[1]), from: source, file: inputs[1], options: options)
    let excluded = conversion.diagnostics.filter { $0.code == AlloyConversion.excludedSection }
    guard let configuration = conversion.configuration, excluded.isEmpty else {
      let errors =
        excluded.isEmpty ? conversion.diagnostics.filter { $0.severity == .error } : excluded
      throw Refusal(
        errors.map { ($0.location.map { "\($0): " } ?? "") + $0.message }.joined(separator: "\n"))
    }
    return AlloyWriter.string(configuration)
  }
}
