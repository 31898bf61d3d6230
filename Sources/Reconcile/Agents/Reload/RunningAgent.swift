/// What a running agent tells of itself (reference agent-operator.md section 5.1). Nil is what could not be read.
struct RunningAgent: Hashable, Sendable {
  /// The status of `/-/ready`.
  var readiness: Int?
  var metricsInstances: Set<String>?
  var logsInstances: Set<String>?
  /// False where asking for the targets of logs ends without an answer: their job has stopped.
  var hasLogTargets = true
  /// The names of the integrations that it offers for discovery.
  var integrations: Set<String>?
  /// The jobs of the configuration that it holds, where it shows that (`-config.enable-read-api`): `mon/primary: job`.
  var jobs: Set<String>?
  /// Where Grafana Alloy runs in its place.
  var alloy: RunningAlloy?
}
