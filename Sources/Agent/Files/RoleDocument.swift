import Base

/// What rendering one role gave.
struct RoleDocument {
  let role: AgentRole
  let document: ConfigValue
  let record: RenderingRecord
  /// Those of the record and of the checks.
  let diagnostics: [Diagnostic]
  /// For a plan.
  let summary: String
  let sources: [AgentFile.Source]
}

extension ConfigValue {
  /// The same document with another place for its write-ahead log. Documents of one role differ by nothing else.
  func keepingMemory(in directory: String) -> ConfigValue {
    guard case .mapping(var document) = self else { return self }
    for (section, key) in [("metrics", "wal_directory"), ("logs", "positions_directory")] {
      guard case .mapping(var members)? = document[section] else { continue }
      members[key] = .text(directory)
      document[section] = .mapping(members)
    }
    return .mapping(document)
  }
}
