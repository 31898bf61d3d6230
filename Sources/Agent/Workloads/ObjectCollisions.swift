import Base

/// Tells where objects of two GrafanaAgents would be one: the configuration of the logs of `a` is called like that of the
/// metrics of `a-logs`, and its second shard like the first of `a-shard-1`.
enum ObjectCollisions {
  /// The outputs, without files where some are another's too.
  static func resolve(_ outputs: [AgentOutput]) -> [AgentOutput] {
    var owners: [ObjectReference: [AgentOutput]] = [:]
    for output in outputs {
      for case .object(let object) in output.files.map(\.content) {
        owners[object.reference, default: []].append(output)
      }
    }
    let shared = owners.filter { $0.value.count > 1 }
    if shared.isEmpty { return outputs }
    return outputs.map { output in
      let findings = shared.sorted { $0.key < $1.key }.compactMap { object, owners -> Diagnostic? in
        guard owners.contains(where: { $0.agent == output.agent }) else { return nil }
        let others = owners.filter { $0.agent != output.agent }
        return Diagnostic(
          .error, code: "object-collision", subject: output.agent, at: output.origin,
          "\(object) would also be an object of "
            + others.map { "\($0.agent) (\($0.origin.fileAndLine))" }.joined(separator: " and "),
          remedy: "give one of the GrafanaAgents another name")
      }
      return findings.isEmpty ? output : output.kept(because: findings)
    }
  }
}
