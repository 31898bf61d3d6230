import AgentConfiguration

/// Settings of the check of an agent's configuration.
extension Settings {
  static let agentConfiguration = Setting<String>(
    CommandOption(
      "agent-config", .value("FILE"), in: .selection,
      "check this configuration of a Grafana Agent instead of a directory; - is standard input",
      completion: .files,
      isInFile: false),
    ValueReading.path)

  static let layout = Setting<AgentConfigurationLayout>(
    CommandOption(
      "layout", .value("LAYOUT"), in: .selection,
      "how that agent reads integrations: next (with the feature integrations-next) or classic",
      standard: "next",
      choices: AgentConfigurationLayout.allCases.map(\.rawValue), isInFile: false),
    ValueReading.choice(AgentConfigurationLayout.self))

  static let expandEnvironment = Setting<Bool>(
    CommandOption(
      "expand-env", .flag(negatable: true), in: .selection,
      "put the variables of this process in the place of ${NAME} in an agent's configuration, as the agent does with "
        + "-config.expand-env (on unless turned off)", isInFile: false),
    ValueReading.flag)
}
