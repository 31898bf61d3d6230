import Base

/// Where the files of one GrafanaAgent lie: `<namespace>/<name>/<role>/agent.yml`, and beside the roles `secrets/`
/// with the values that the configurations name by path (reference agent-operator.md section 10). Names of manifests
/// are those of Kubernetes, so they are names of folders too.
struct AgentLayout {
  static let valuesDirectory = "secrets"

  let directory: String
  private let settings: AgentSettings

  init(_ agent: ObjectReference, settings: AgentSettings) {
    directory = "\(agent.namespace)/\(agent.name)"
    self.settings = settings
  }

  func configuration(_ role: AgentRole, shard: Int) -> String {
    "\(directory)/\(role.directory(shard: shard))/agent.yml"
  }

  func value(_ reference: ValueReference) -> String {
    "\(directory)/\(Self.valuesDirectory)/\(reference.fileName)"
  }

  /// The folder of the values as the agent sees it.
  var valuesPath: String { "\(settings.outputDirectory)/\(directory)/\(Self.valuesDirectory)" }
}
