import Agent
import Apply
import Base
import Manifests
import Plan
import Store

/// Which files a cycle wants to lie in the output directory.
struct DesiredAgentFiles {
  private let outputs: [AgentOutput]
  /// Everything below a directory belongs to one GrafanaAgent.
  private let byDirectory: [Substring: AgentOutput]

  init(_ outputs: [AgentOutput]) {
    self.outputs = outputs
    byDirectory = Dictionary(
      outputs.map { ($0.directory[...], $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// What belongs to the GrafanaAgent of a file; nil where the repository has none.
  /// - Parameter path: below the output directory.
  func output(of path: String) -> AgentOutput? { byDirectory[AgentOutput.directory(of: path)] }

  /// Files of roles that are held back stay as they are: wanted, and not touched.
  /// - Parameter digests: of the files of the outputs, by their paths.
  func objects(
    _ memory: TargetMemory, digests: [String: Digest], _ reloads: ReloadMemory
  ) -> [DesiredObject] {
    let files = outputs.flatMap { output in
      output.files.compactMap { file in
        digests[file.path].map { digest in
          DesiredObject(
            kind: .agentFile, reference: output.agent, origin: output.origin, uid: file.path,
            title: file.path, digest: digest)
        }
      }
    }
    let written = Set(files.compactMap(\.uid))
    let changing = changing(memory, digests: digests)
    let kept = memory.inventory.values.filter { entry in
      guard !written.contains(entry.key.uid), let output = output(of: entry.key.uid) else { return false }
      return stays(entry.key.uid, output, isChanging: changing.contains(output.agent), reloads)
    }
    return files
      + kept.sorted { $0.key < $1.key }.map { entry in
        DesiredObject(
          kind: .agentFile, reference: entry.reference, origin: entry.origin, uid: entry.key.uid,
          title: entry.title, digest: entry.desiredDigest, isSuspended: true)
      }
  }

  /// Configurations whose place one of another form takes: nothing is lost with them.
  func replaced(_ memory: TargetMemory) -> [ObjectKey] {
    memory.inventory.keys.filter { output(of: $0.uid)?.replacement(of: $0.uid) != nil }
  }

  /// GrafanaAgents with running agents that get other files. One that does not take its new file gets the former one back,
  /// with the values that it names.
  private func changing(_ memory: TargetMemory, digests: [String: Digest]) -> Set<ObjectReference> {
    Set(
      outputs.filter { output in
        !output.processes.addresses.isEmpty
          && output.files.contains { file in
            memory.inventory[ObjectKey(.agentFile, file.path)]?.desiredDigest != digests[file.path]
          }
      }.map(\.agent))
  }

  private func stays(
    _ path: String, _ output: AgentOutput, isChanging: Bool, _ reloads: ReloadMemory
  ) -> Bool {
    if output.keeps(path) || isChanging && output.holdsValue(at: path) { return true }
    // Until the process of the new mode runs its file, that of the former one may need its own.
    return output.successor(of: path).map { isChanging || reloads.knows($0) } ?? false
  }
}
