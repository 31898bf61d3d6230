import Base

/// Where the files of one GrafanaAgent lie: `<namespace>/<name>/<role>/agent.yml` or `config.alloy`, and beside the roles `secrets/`
/// with the values that the configurations name by path (reference agent-operator.md section 10). Names of manifests
/// are those of Kubernetes, so they are names of folders too.
struct AgentLayout {
  static let valuesDirectory = "secrets"

  let directory: String
  /// What is written there.
  let kind: AgentSettings.Layout
  /// Without a slash at its end.
  private let output: Substring

  init(_ agent: ObjectReference, settings: AgentSettings) {
    directory = "\(agent.namespace)/\(agent.name)"
    kind = settings.layout
    output =
      settings.outputDirectory.hasSuffix("/")
      ? settings.outputDirectory.dropLast() : settings.outputDirectory[...]
  }

  func file(_ configuration: RoleConfiguration, of role: AgentRole, shard: Int) -> String {
    "\(directory)/\(role.directory(shard: shard))/\(configuration.fileName)"
  }

  /// An object's manifest: `<namespace>/<name>/<kind>-<name of the object>.yaml`.
  func manifest(_ object: KubernetesObject) -> String {
    "\(directory)/\(object.kind.lowercased())-\(object.name).yaml"
  }

  func value(_ reference: ValueReference) -> String {
    "\(directory)/\(Self.valuesDirectory)/\(reference.fileName)"
  }

  /// Where the agent finds values that it reads from files.
  var placement: Rendering.Placement {
    switch kind {
    case .files: .written(directory: "\(output)/\(directory)/\(Self.valuesDirectory)")
    case .kubernetes: .mounted
    }
  }

  /// Where an agent keeps its write-ahead log and positions. In a pod the folder above is its own; on a machine two
  /// agents would write one log, since the documents of all roles have the same instances.
  func memory(_ role: AgentRole, shard: Int) -> String {
    switch kind {
    case .files: "\(PodRendering.dataDirectory)/\(directory)/\(role.directory(shard: shard))"
    case .kubernetes: PodRendering.dataDirectory
    }
  }
}
