import Base
import Manifests

/// What GrafanaAgents came to the last time, so that only those are rendered again whose objects or values changed.
public struct AgentCache: Sendable {
  /// All that an output is made of, but the values that are looked up.
  struct Key: Hashable {
    let settings: AgentSettings
    /// Of the agent and everything that it selects.
    let objects: [AgentFile.Source]
    /// What is told of them depends on objects that are not selected.
    let unknownNamespaces: [UnknownNamespace]
    /// Why roles stay as they are.
    let reasons: [String]

    /// Nil where an object comes from no repository.
    init?(_ hierarchy: AgentHierarchy, settings: AgentSettings, reasons: [String]) {
      self.settings = settings
      self.reasons = reasons
      unknownNamespaces = hierarchy.unknownNamespaces
      objects = hierarchy.sources(
        hierarchy.metrics.flatMap { $0.sources + $0.skippedMonitors.map(\.source) }
          + hierarchy.logs.flatMap(\.sources) + hierarchy.integrations.map(\.source))
      if objects.contains(where: { $0.address == nil }) { return nil }
    }
  }

  private struct Entry {
    let key: Key
    let output: AgentOutput
  }

  private var entries: [ObjectReference: Entry] = [:]
  private var lastNumber = 0

  public init() {}

  /// The output of the last time, if nothing that it is made of changed.
  func output(_ agent: ObjectReference, _ key: Key?, lookup: ValueLookup) -> AgentOutput? {
    guard let key, let entry = entries[agent], entry.key == key,
      entry.output.answers.allSatisfy({ lookup($0.key) == $0.value })
    else { return nil }
    return entry.output
  }

  /// Keeps an output, and numbers it. One that may speak of objects outside its hierarchy is not kept: its key does not
  /// tell when they change.
  mutating func keep(_ output: AgentOutput, _ key: Key?) -> AgentOutput {
    lastNumber += 1
    var output = output
    output.number = lastNumber
    let isItsOwn = output.diagnostics.allSatisfy { $0.code != ReferenceCheck.missingInstance }
    entries[output.agent] = key.flatMap { isItsOwn ? Entry(key: $0, output: output) : nil }
    return output
  }

  mutating func forget(except agents: Set<ObjectReference>) {
    entries = entries.filter { agents.contains($0.key) }
  }
}
