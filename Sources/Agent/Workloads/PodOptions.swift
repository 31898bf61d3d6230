/// What the pods of one role have beside what all have (reference agent-operator.md section 4.1).
struct PodOptions {
  var selectorLabels: [String: String] = [:]
  var volumes: [PodVolume] = []
  var mounts: [PodMount] = []
  var environment: [PodVariable] = []
  var isPrivileged = false

  /// This and others as one, where the first wins. A mount goes where another set has its volume's name or its path; a
  /// volume goes with the last mount of it. Upstream lets it go with the first, which leaves a mount without a volume
  /// (reference section 4.5). Whether the agent is privileged is this one's own.
  func merged(with others: PodOptions...) -> PodOptions {
    var result = self
    for other in others {
      result.selectorLabels.merge(other.selectorLabels) { first, _ in first }
      let names = Set(result.mounts.map(\.name)).union(result.volumes.map(\.name))
      let paths = Set(result.mounts.map(\.path))
      let mounts = other.mounts.filter { !names.contains($0.name) && !paths.contains($0.path) }
      let unmounted = Set(other.mounts.map(\.name)).subtracting(mounts.map(\.name))
      result.mounts += mounts
      result.volumes += other.volumes.filter { !names.contains($0.name) && !unmounted.contains($0.name) }
      let variables = Set(result.environment.map(\.name))
      result.environment += other.environment.filter { !variables.contains($0.name) }
    }
    return result
  }
}
