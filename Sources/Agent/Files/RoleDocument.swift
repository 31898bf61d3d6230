import Base

/// What rendering one role gave.
struct RoleDocument {
  let role: AgentRole
  let document: ConfigValue
  /// What the document names by path.
  let values: [ValueReference: SecretValue]
  let diagnostics: [Diagnostic]
  /// For a plan.
  let summary: String
  let sources: [AgentFile.Source]
}
