import Base

/// The placeholders that upstream leaves in a configuration for a sidecar to fill in when a pod starts (reference
/// agent-operator.md sections 0 and 4.1).
struct Placeholders: Hashable, Sendable {
  let shard: Int
  let shards: Int

  /// Those of the files of a role: one process for each shard of metrics, one for anything else.
  static func all(of role: AgentRole, shards: Int) -> [Placeholders] {
    (0..<(role == .metrics ? shards : 1)).map { Placeholders(shard: $0, shards: shards) }
  }

  func fill(_ text: String) -> String {
    guard text.holds("$(") else { return text }
    return values.reduce(text) { $0.replacingOccurrences("$(\($1.name))", with: $1.value) }
  }

  /// Without a cluster there is one replica, the first.
  var values: [(name: String, value: String)] {
    [
      ("SHARD", String(shard)), ("SHARDS", String(shards)), ("STATEFULSET_ORDINAL_NUMBER", "0"),
      ("AGENT_DEPLOY_MODE", "operator"),
    ]
  }

  /// The names in `$(NAME)` that nothing here fills in.
  static func unknownNames(in text: String) -> [String] {
    let known = Placeholders(shard: 0, shards: 0).values.map(\.name)
    var names: [String] = []
    let bytes = Array(text.utf8)
    for start in bytes.indices.dropLast()
    where bytes[start] == UInt8(ascii: "$") && bytes[start + 1] == UInt8(ascii: "(") {
      let name = bytes[(start + 2)...].prefix {
        $0 == UInt8(ascii: "_") || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
      }
      guard !name.isEmpty, name.endIndex < bytes.endIndex, bytes[name.endIndex] == UInt8(ascii: ")") else {
        continue
      }
      let text = String(decoding: name, as: UTF8.self)
      if !known.contains(text) { names.append(text) }
    }
    return names
  }

  /// Whether a `${` has no `}` behind it: the agent, which expands `${NAME}`, refuses the whole file then.
  static func hasUnclosedBrace(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let lastBrace = bytes.lastIndex(of: UInt8(ascii: "}")) ?? -1
    var index = 0
    while index + 1 < bytes.count {
      guard bytes[index] == UInt8(ascii: "$") else {
        index += 1
        continue
      }
      if bytes[index + 1] == UInt8(ascii: "{"), index > lastBrace { return true }
      index += bytes[index + 1] == UInt8(ascii: "$") ? 2 : 1
    }
    return false
  }
}
