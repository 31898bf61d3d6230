/// What is seen of the agents that read one file.
struct AgentLook: Hashable, Sendable {
  /// What is wrong with what they run; empty where that is what the file says.
  let problems: [String]
  /// Since when each of them runs; nil where one does not say.
  let processes: String?
}
