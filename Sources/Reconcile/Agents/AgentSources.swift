import Agent
import Apply
import Base
import Documents
import Manifests
import Store

/// Remembers of which files of the repository each GrafanaAgent was made the last time, so that a file which cannot be read any
/// more holds the agents that it belonged to, over restarts too.
actor AgentSources {
  private let setting: String
  private let store: any Store
  private var known: [ObjectReference: Set<String>]?

  /// - Parameter setting: under which the store has it, one for each target.
  init(setting: String, store: any Store) {
    self.setting = setting
    self.store = store
  }

  func files() async throws(TargetFailure) -> [ObjectReference: Set<String>] {
    if let known { return known }
    let text: String?
    do {
      text = try await store.setting(setting)
    } catch {
      throw TargetFailure(.ended, "the state directory cannot be read: \(error.description)")
    }
    let json = text.flatMap { try? JSONParser.parse($0) }
    var found: [ObjectReference: Set<String>] = [:]
    for agent in json?.arrayValue ?? [] {
      guard let namespace = agent["namespace"]?.stringValue, let name = agent["name"]?.stringValue else {
        continue
      }
      let files = (agent["files"]?.arrayValue ?? []).compactMap(\.stringValue)
      found[ObjectReference(kind: GrafanaAgent.kind, namespace: namespace, name: name)] = Set(files)
    }
    known = found
    return found
  }

  /// Takes the files of agents that are written; those of the others stay as they are known.
  func remember(_ outputs: [AgentOutput]) async throws(TargetFailure) {
    let last = try await files()
    let present = Set(outputs.map(\.agent))
    var found = last.filter { present.contains($0.key) }
    for output in outputs where output.keptRoles.isEmpty {
      found[output.agent] = Set(output.files.flatMap { file in file.sources.map { $0.origin.file } })
    }
    guard found != last else { return }
    let agents = found.sorted { $0.key < $1.key }.map { agent, files -> JSON in
      [
        "namespace": .string(agent.namespace), "name": .string(agent.name),
        "files": .array(files.sorted().map { .string($0) }),
      ]
    }
    do {
      try await store.set(setting, to: JSONWriter.string(.array(agents)))
    } catch {
      throw TargetFailure(.ended, "the state directory cannot be written: \(error.description)")
    }
    known = found
  }
}
