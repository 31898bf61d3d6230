import Alloy

extension Settings {
  static let alloySource = Setting<AlloySource>(
    CommandOption(
      "from", .value("KIND"), in: .selection,
      "whose configuration PATH is: static (Grafana Agent), prometheus or promtail", standard: "static",
      choices: AlloySource.allCases.map(\.rawValue), isInFile: false),
    ValueReading.choice(AlloySource.self))

  static let alloyLayout = Setting<AlloyOptions.IntegrationsLayout>(
    CommandOption(
      "layout", .value("LAYOUT"), in: .selection,
      "form of the section integrations: next or classic; told by the section itself unless given",
      choices: AlloyOptions.IntegrationsLayout.allCases.map(\.rawValue), isInFile: false),
    ValueReading.choice(AlloyOptions.IntegrationsLayout.self))

  static let bypassErrors = Setting<Bool>(
    CommandOption(
      "bypass-errors", letter: "b", .flag(negatable: false), in: .output,
      "print the configuration even if something cannot be carried over", isInFile: false),
    ValueReading.flag)

  static let agentNamespace = Setting<String>(
    CommandOption(
      "namespace", .value("NAMESPACE"), in: .selection, "only GrafanaAgents of this namespace",
      isInFile: false),
    ValueReading.referenceName)

  static let agentName = Setting<String>(
    CommandOption(
      "name", .value("NAME"), in: .selection, "only GrafanaAgents of this name", isInFile: false),
    ValueReading.referenceName)

  static let writeTo = Setting<String>(
    CommandOption(
      "write-to", .value("PATH"), in: .output,
      "write to this file, or the configurations of a directory into this directory with the values that they name, instead of printing; files are replaced whole and readable by their owner only",
      completion: .files, isInFile: false),
    ValueReading.absolutePath)
}
