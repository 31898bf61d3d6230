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
  /// The document in Alloy's language, where that is what is written.
  var native: NativeConfiguration? = nil

  /// What is written.
  var configuration: RoleConfiguration { native.map { .alloy($0) } ?? .agent(document) }

  /// What agents go on with that have not given way to Alloy yet; nil where nothing else than an agent's is written.
  var formerConfiguration: RoleConfiguration? { native.map { _ in .agent(document) } }
}

extension RoleDocument {
  /// The same with another document and more findings.
  func replacing(
    _ document: ConfigValue, native: NativeConfiguration? = nil, adding findings: [Diagnostic]
  ) -> RoleDocument {
    RoleDocument(
      role: role, document: document, record: record, diagnostics: diagnostics + findings, summary: summary,
      sources: sources, native: native)
  }
}

extension RoleConfiguration {
  /// The same with another place for what its process keeps. A native one says nothing of it: that is a flag of Alloy.
  func keepingMemory(in directory: String) -> RoleConfiguration {
    switch self {
    case .agent(let document): .agent(document.keepingMemory(in: directory))
    case .alloy: self
    }
  }
}

extension ConfigValue {
  /// The same document with another place for its write-ahead log. Documents of one role differ by nothing else.
  func keepingMemory(in directory: String) -> ConfigValue {
    guard case .mapping(var document) = self else { return self }
    for (section, key) in [("metrics", "wal_directory"), ("logs", "positions_directory")] {
      guard case .mapping(var members)? = document[section], members[key] != nil else { continue }
      members[key] = .text(directory)
      document[section] = .mapping(members)
    }
    return .mapping(document)
  }
}
