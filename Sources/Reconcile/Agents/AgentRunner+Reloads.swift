import Agent
import Apply
import Base
import Manifests
import Plan
import Platform

/// Running agents that are asked to read what a cycle writes.
extension AgentRunner {
  /// The configurations with running agents that a plan changes, with what lies on disk before it is carried out.
  func reloadCandidates(_ plan: Plan, _ outputs: [AgentOutput], digests: [String: Digest]) -> [AgentReloads
    .Candidate]
  {
    let changed = Set(
      plan.actions.filter { $0.verb == .create || $0.verb == .update }.map(\.key.uid))
    return outputs.filter { !$0.processes.addresses.isEmpty }.flatMap { output in
      output.files.compactMap { file -> AgentReloads.Candidate? in
        guard case .configuration = file.content, let digest = digests[file.path],
          let addresses = output.processes.addresses[file.folder], !addresses.isEmpty
        else { return nil }
        let hasNewValues = output.files.contains { value in
          if case .value = value.content { changed.contains(value.path) } else { false }
        }
        let isChanged = changed.contains(file.path)
        guard isChanged || hasNewValues else { return nil }
        return AgentReloads.Candidate(
          agent: output.agent, origin: output.origin, path: file.path, digest: digest, addresses: addresses,
          wanted: file.bytes, former: isChanged ? former(file.path) : nil, hasNewValuesOnly: !isChanged)
      }
    }
  }

  private func former(_ path: String) -> SecretValue? {
    do throws(FileError) {
      guard try FileSystem.entry(at: directory + "/" + path)?.kind == .file else { return nil }
      return SecretValue(try FileSystem.read(directory + "/" + path, limit: 32 << 20, followingLinks: false))
    } catch {
      return nil
    }
  }

  /// Asks the agents whose files were written, and remembers those that do not run them.
  func reload(
    _ candidates: [AgentReloads.Candidate], after outcomes: [Outcome], _ memory: inout ReloadMemory
  ) async -> [Diagnostic] {
    let failed = Set(outcomes.filter { !$0.isSuccess }.map(\.action.key.uid))
    let ready = candidates.filter { candidate in
      !failed.contains(candidate.path)
        && !failed.contains { $0.hasPrefix("\(candidate.agent.namespace)/\(candidate.agent.name)/") }
    }
    let results = await reloads.run(ready)
    for result in results { memory.remember(result.candidate.path, result.entry) }
    return results.flatMap { result in
      [result.notice].compactMap { $0 } + [result.finding].compactMap { $0 }
    }
  }
}
