import Agent
import Apply
import Base
import Manifests
import Plan
import Store

/// Running agents that are asked to read what a cycle writes.
extension AgentRunner {
  /// Finds out whether agents have come to run files that they had not taken: who restarts one by hand tells nobody.
  func lookAtUntaken(
    _ outputs: [AgentOutput], digests: [String: Digest], _ memory: inout ReloadMemory
  ) async {
    let untaken = memory.untaken
    if untaken.isEmpty { return }
    memory.take(
      await reloads.look(
        candidates(outputs, digests: digests) { file, _ in untaken.contains(file.path) ? .unread : nil }))
  }

  /// The configurations with running agents that a plan changes, or that they have not been seen to read since.
  func reloadCandidates(
    _ plan: Plan, _ outputs: [AgentOutput], digests: [String: Digest], _ memory: ReloadMemory
  ) -> [ReloadCandidate] {
    let changed = Set(plan.actions.filter { $0.verb.isWrite && $0.verb != .delete }.map(\.key.uid))
    let valued = Set(
      outputs.filter { output in
        output.files.contains { value in
          if case .value = value.content { changed.contains(value.path) } else { false }
        }
      }.map(\.agent))
    return candidates(outputs, digests: digests) { file, output in
      if changed.contains(file.path) { return .written }
      if let digest = digests[file.path], memory.awaits(file.path, digest) { return .unread }
      return valued.contains(output.agent) ? .newValues : nil
    }
  }

  /// Configurations that running agents read.
  private func candidates(
    _ outputs: [AgentOutput], digests: [String: Digest],
    because cause: (AgentFile, AgentOutput) -> ReloadCandidate.Cause?
  ) -> [ReloadCandidate] {
    outputs.filter { !$0.processes.addresses.isEmpty }.flatMap { output in
      output.files.compactMap { file in
        guard case .configuration = file.content, let digest = digests[file.path],
          let addresses = output.processes.addresses[file.folder], !addresses.isEmpty,
          let cause = cause(file, output)
        else { return nil }
        return ReloadCandidate(
          agent: output.agent, origin: output.origin, file: file, digest: digest, addresses: addresses,
          mode: output.mode, cause: cause)
      }
    }
  }

  /// Keeps what the agents run now, and remembers that they have to be asked, before anything is written: the process may end
  /// between the two.
  func prepare(
    _ candidates: [ReloadCandidate], in directory: AgentDirectory, _ memory: inout ReloadMemory
  ) async throws(TargetFailure) {
    for candidate in candidates {
      if candidate.cause == .written {
        try await directory.keepFormer(of: ObjectKey(.agentFile, candidate.path))
      }
      memory.awaitReading(candidate.path, candidate.digest)
    }
    try await rememberReloads(memory)
  }

  /// Asks the agents whose files lie there, and remembers those that do not run them.
  func reload(
    _ candidates: [ReloadCandidate], after outcomes: [Outcome], in directory: AgentDirectory,
    of target: TargetName, _ memory: inout ReloadMemory
  ) async throws(TargetFailure) -> [Diagnostic] {
    let failed = Set(outcomes.filter { !$0.isSuccess }.map(\.action.key.uid))
    let ready = candidates.filter { candidate in
      !failed.contains(candidate.path)
        && !failed.contains { $0.hasPrefix("\(candidate.agent.namespace)/\(candidate.agent.name)/") }
    }
    let results = await reloads.run(ready, in: directory)
    for result in results where result.verdict != .interrupted {
      let path = result.candidate.path
      memory.remember(path, result.entry)
      if let former = result.putBack {
        let digest = former.withBytes { directory.digest(of: $0) }
        try await own(digest, at: path, in: directory, of: target)
        // Once it is wanted again, those that do not run it have to read it.
        memory.awaitReading(path, digest)
      } else if !result.isOpen {
        memory.awaitReading(path, nil)
        // Agents that do not run the file ran the former one last.
        if result.entry == nil { try directory.dropFormer(of: ObjectKey(.agentFile, path)) }
      }
    }
    try await rememberReloads(memory)
    return results.flatMap(\.diagnostics)
  }

  /// A file that was put back is ours: nobody else changed what lies there.
  private func own(
    _ digest: Digest, at path: String, in directory: AgentDirectory, of target: TargetName
  ) async throws(TargetFailure) {
    let key = ObjectKey(.agentFile, path)
    let marker = try directory.observe([key])[key]?.marker
    do throws(StoreError) {
      guard var entry = try await store.inventory(of: target)[key] else { return }
      entry.desiredDigest = digest
      entry.observedDigest = digest
      entry.marker = marker
      try await store.record([.put(entry)], in: target)
    } catch {
      throw TargetFailure(.passing, "the state directory cannot be written: \(error.description)")
    }
  }
}
