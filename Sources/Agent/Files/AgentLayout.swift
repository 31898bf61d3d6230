import Base

/// Where the files of one GrafanaAgent lie: `<namespace>/<name>/<role>/agent.yml`, and beside the roles `secrets/`
/// with the values that the configurations name by path (reference agent-operator.md section 10). Names of manifests
/// are those of Kubernetes, so they are names of folders too.
struct AgentLayout {
  static let valuesDirectory = "secrets"

  let directory: String
  /// Without a slash at its end.
  private let output: Substring

  init(_ agent: ObjectReference, settings: AgentSettings) {
    directory = "\(agent.namespace)/\(agent.name)"
    output =
      settings.outputDirectory.hasSuffix("/")
      ? settings.outputDirectory.dropLast() : settings.outputDirectory[...]
  }

  func configuration(_ role: AgentRole, shard: Int) -> String {
    "\(directory)/\(role.directory(shard: shard))/agent.yml"
  }

  func value(_ reference: ValueReference) -> String {
    "\(directory)/\(Self.valuesDirectory)/\(reference.fileName)"
  }

  /// The folder of the values as the agent sees it.
  var valuesPath: String { "\(output)/\(directory)/\(Self.valuesDirectory)" }

  /// Where an agent keeps its write-ahead log and positions. In a pod the folder above is its own; on a machine two
  /// agents would write one log, since the documents of all roles have the same instances.
  func memory(_ role: AgentRole, shard: Int) -> String {
    "\(PodRendering.dataDirectory)/\(directory)/\(role.directory(shard: shard))"
  }
}
