import Base
import Manifests

/// What GrafanaAgents came to the last time, so that only those are rendered again whose objects or values changed.
public struct AgentCache: Sendable {
  /// All that an output is made of, but the values that are looked up.
  struct Key: Hashable {
    let settings: AgentSettings
    /// Of the agent and everything that it selects.
    let addresses: [DocumentAddress]
    /// What is told of them depends on objects that are not selected.
    let unknownNamespaces: [UnknownNamespace]
    /// Why roles stay as they are.
    let reasons: [String]

    /// Nil where an object comes from no repository.
    init?(_ hierarchy: AgentHierarchy, settings: AgentSettings, reasons: [String]) {
      self.settings = settings
      self.reasons = reasons
      unknownNamespaces = hierarchy.unknownNamespaces
      let addresses = hierarchy.addresses
      let known = addresses.compactMap { $0 }
      guard known.count == addresses.count else { return nil }
      self.addresses = known
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

  /// Keeps an output, and numbers it. One with errors is not kept: what they say may depend on other agents.
  mutating func keep(_ output: AgentOutput, _ key: Key?) -> AgentOutput {
    lastNumber += 1
    var output = output
    output.number = lastNumber
    let isWhole = output.diagnostics.allSatisfy { $0.severity != .error }
    entries[output.agent] = key.flatMap { isWhole ? Entry(key: $0, output: output) : nil }
    return output
  }

  mutating func forget(except agents: Set<ObjectReference>) {
    entries = entries.filter { agents.contains($0.key) }
  }
}

extension AgentHierarchy {
  /// Those of everything in it.
  fileprivate var addresses: [DocumentAddress?] {
    var addresses = [agent.address]
    for found in metrics {
      addresses.append(found.instance.address)
      addresses += found.serviceMonitors.map(\.address)
      addresses += found.skippedMonitors.map(\.address)
      addresses += found.podMonitors.map(\.address)
      addresses += found.probes.map(\.address)
    }
    for found in logs {
      addresses.append(found.instance.address)
      addresses += found.podLogs.map(\.address)
    }
    return addresses + integrations.map(\.address) + namespaces.map(\.address)
  }
}
