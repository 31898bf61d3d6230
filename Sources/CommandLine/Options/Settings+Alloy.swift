import Alloy

extension Settings {
  static let alloySource = Setting<AlloySource>(
    CommandOption(
      "from", .value("KIND"), in: .selection,
      "whose configuration FILE is: static (Grafana Agent), prometheus or promtail", standard: "static",
      choices: AlloySource.allCases.map(\.rawValue)),
    ValueReading.choice(AlloySource.self))

  static let alloyLayout = Setting<AlloyOptions.IntegrationsLayout>(
    CommandOption(
      "layout", .value("LAYOUT"), in: .selection,
      "form of the section integrations: next or classic; told by the section itself unless given",
      choices: AlloyOptions.IntegrationsLayout.allCases.map(\.rawValue)),
    ValueReading.choice(AlloyOptions.IntegrationsLayout.self))

  static let alloyExpandsEnvironment = Setting<Bool>(
    CommandOption(
      "expand-env", .flag(negatable: true), in: .selection,
      "replace ${NAME} in an agent's configuration by variables of this process, as the agent does with -config.expand-env"
    ),
    ValueReading.flag)

  static let bypassErrors = Setting<Bool>(
    CommandOption(
      "bypass-errors", letter: "b", .flag(negatable: false), in: .output,
      "print the configuration even if something cannot be carried over", isInFile: false),
    ValueReading.flag)
}
