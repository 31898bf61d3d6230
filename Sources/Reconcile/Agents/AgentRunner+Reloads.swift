import Agent
import Apply
import Base
import HTTP
import Manifests
import Plan
import Store

/// Running agents that are asked to read what a cycle writes.
extension AgentRunner {
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
    return candidates(outputs, digests: digests, memory) { file, output in
      if changed.contains(file.path) { return .written }
      let hasNewValues = valued.contains(output.agent)
      guard let digest = digests[file.path], memory.awaits(file.path, digest) else {
        return hasNewValues ? .newValues : nil
      }
      // Those that have read the file have not read the values.
      return hasNewValues && memory.unread[file.path]?.readers.isEmpty == false ? .newValues : .unread
    }
  }

  /// Configurations that running agents read, without those agents that have read them.
  private func candidates(
    _ outputs: [AgentOutput], digests: [String: Digest], _ memory: ReloadMemory,
    because cause: (AgentFile, AgentOutput) -> ReloadCandidate.Cause?
  ) -> [ReloadCandidate] {
    outputs.filter { !$0.processes.addresses.isEmpty }.flatMap { output in
      output.files.compactMap { file in
        guard case .configuration = file.content, let digest = digests[file.path],
          let addresses = output.processes.addresses[file.folder], !addresses.isEmpty,
          let cause = cause(file, output)
        else { return nil }
        let unread = memory.unread[file.path]
        let readers = cause == .unread ? unread?.readers ?? [] : []
        return ReloadCandidate(
          agent: output.agent, origin: output.origin, file: file, digest: digest,
          addresses: addresses.filter { !readers.contains($0.origin) }, mode: output.mode, cause: cause,
          hasForeignFormer: unread?.awaitsProgram ?? false)
      }
    }
  }

  /// Who is to read which file.
  func addressees(_ outputs: [AgentOutput]) -> [String: ReloadMemory.Addressees] {
    var found: [String: ReloadMemory.Addressees] = [:]
    for output in outputs {
      for file in output.files {
        guard case .configuration = file.content, let addresses = output.processes.addresses[file.folder],
          !addresses.isEmpty
        else { continue }
        found[file.path] = .init(program: output.mode.rawValue, addresses: addresses.map(\.text).sorted())
      }
    }
    return found
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
  ) async throws(TargetFailure) -> [ReloadResult] {
    let failed = Set(outcomes.filter { !$0.isSuccess }.map(\.action.key.uid))
    let ready = candidates.filter { candidate in
      !failed.contains(candidate.path)
        && !failed.contains { $0.hasPrefix("\(candidate.agent.namespace)/\(candidate.agent.name)/") }
    }
    let results = await reloads.run(ready, in: directory).filter { $0.verdict != .interrupted }
    for result in results { try await take(result, in: directory, of: target, &memory) }
    try await rememberReloads(memory)
    return results
  }

  private func take(
    _ result: ReloadResult, in directory: AgentDirectory, of target: TargetName, _ memory: inout ReloadMemory
  ) async throws(TargetFailure) {
    let path = result.candidate.path
    let key = ObjectKey(.agentFile, path)
    memory.remember(path, result.entry)
    if let former = result.putBack {
      let digest = former.withBytes { directory.digest(of: $0) }
      try await own(digest, at: path, in: directory, of: target)
      // Once it is wanted again, those that do not run it have to read it.
      memory.awaitReading(path, digest)
      return
    }
    // Agents that do not run the file ran the former one last. Where some run it, none goes back.
    if result.verdict == .runs || result.candidate.hasForeignFormer && result.verdict != .absent {
      try directory.dropFormer(of: key)
    }
    if result.isOpen {
      memory.noteRead(path, by: result.readers)
      memory.noteProgram(path, awaits: result.unreached.contains { $0.cause == .isOther })
    } else {
      memory.noteRead(path)
      if result.entry == nil { try directory.dropFormer(of: key) }
    }
  }

  /// Looks whether agents have come to run files that they had not taken, and asks those: who restarts one by hand tells
  /// nobody. After all writes, since agents that hang take some seconds.
  /// - Parameter asked: the paths of files that agents were asked for in this cycle.
  /// - Returns: what came of it, and what had been told of them.
  func retry(
    _ outputs: [AgentOutput], but asked: Set<String>, digests: [String: Digest],
    in directory: AgentDirectory, of target: TargetName, _ memory: inout ReloadMemory
  ) async throws(TargetFailure) -> (results: [ReloadResult], told: Set<Diagnostic>) {
    let untaken = memory.untaken.subtracting(asked)
    if untaken.isEmpty { return ([], []) }
    let known = candidates(outputs, digests: digests, memory) { file, _ in
      untaken.contains(file.path) ? .unread : nil
    }
    let before = memory
    let again = memory.take(await reloads.look(known))
    let results = try await reload(
      known.filter { again.contains($0.path) }, after: [], in: directory, of: target, &memory)
    let told = results.compactMap { result in
      before.entries[result.candidate.path]?.finding(
        result.candidate.path, of: result.candidate.agent, at: result.candidate.origin)
    }
    return (results, Set(told))
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
