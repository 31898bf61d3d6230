/// What the objects around the agents of one GrafanaAgent are called (reference agent-operator.md section 4). They never
/// change, whatever is selected.
struct WorkloadNames {
  /// The GrafanaAgent's own name.
  let agent: String

  /// The Secret with all values that configurations refer to.
  var values: String { "\(agent)-secrets" }
  /// The Service over the pods.
  var service: String { "\(agent)-operated" }
  /// The volume of the values that integrations ask for.
  var integrationValues: String { "\(agent)-integrations-secrets" }

  /// The Secret with the configuration of a role; all shards have one.
  func configuration(_ role: AgentRole) -> String { "\(workload(role))-config" }

  /// The workload of a role and a shard.
  func workload(_ role: AgentRole, shard: Int = 0) -> String {
    switch role {
    case .metrics: shard == 0 ? agent : "\(agent)-shard-\(shard)"
    case .logs, .integrationsDeployment, .integrationsDaemonSet: "\(agent)-\(role.rawValue)"
    }
  }

  /// The volume of the write-ahead log, unless it has a name of its own.
  static func memory(of workload: String) -> String { "\(workload)-wal" }

  /// The volume of a Secret or ConfigMap that is mounted as a whole: in lower case, with one hyphen for each run of other
  /// characters, cut to what a volume's name may have (reference section 4.1).
  static func volume(_ prefix: String, _ name: String) -> String {
    var text = ""
    for byte in "\(prefix)-\(name)".lowercased().utf8 {
      switch byte {
      case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "-"): text.unicodeScalars.append(Unicode.Scalar(byte))
      default: if !isReplaced(text) { text.append(replaced) }
      }
    }
    let plain = String(text.map { $0 == replaced ? "-" : $0 })
    let cut = plain.prefix(KubernetesName.labelLimit)
    return String(cut.drop { $0 == "-" }.reversed().drop { $0 == "-" }.reversed())
  }

  private static let replaced: Character = "_"
  private static func isReplaced(_ text: String) -> Bool { text.last == replaced }
}
