/// What a text holds that is to be judged.
public enum AgentConfigurationPart: Sendable {
  /// A whole configuration.
  case whole
  /// One element of `scrape_configs` of a metrics instance, without the settings of the agent and the instance around it:
  /// its interval and its timeout are compared with nothing. It is judged for `instance_mode: shared`, in which agents
  /// run where nothing else is written.
  case metricsJob
}
