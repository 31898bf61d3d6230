import Agent
import Apply
import Base
import Documents
import HTTP
import Manifests
import Plan
import Platform

/// Makes running agents read the files that a cycle wrote, and puts the former files back where they do not run them.
struct AgentReloads: Sendable {
  let client: HTTPClient
  let policy: AddressPolicy
  let time: any TimeSource
  var reloadDeadline = Duration.seconds(60)
  var patience = Duration.seconds(20)

  /// All of them at once: an agent that hangs delays no other.
  func run(_ candidates: [ReloadCandidate], in directory: AgentDirectory) async -> [ReloadResult] {
    await withTaskGroup(of: ReloadResult.self) { group in
      for candidate in candidates {
        group.addTask { await self.reload(candidate, in: directory) }
      }
      var results: [ReloadResult] = []
      for await result in group { results.append(result) }
      return results.sorted { $0.candidate.path < $1.candidate.path }
    }
  }

  /// What is seen of their agents at this moment, by path; nothing is asked of them.
  func look(_ candidates: [ReloadCandidate]) async -> [String: AgentLook] {
    await withTaskGroup(of: (String, AgentLook).self) { group in
      for candidate in candidates {
        group.addTask {
          // What is not healthy may have been so before: the reload that follows tells.
          let wanted = Self.expected(candidate.file.bytes, candidate.mode, tolerating: nil)
          return (candidate.path, await self.group(candidate).look(for: wanted))
        }
      }
      var found: [String: AgentLook] = [:]
      for await (path, look) in group { found[path] = look }
      return found
    }
  }

  private func group(_ candidate: ReloadCandidate) -> AgentGroup {
    AgentGroup(
      candidate.addresses.map {
        AgentConnection(
          url: $0, client: client, addresses: policy, program: AgentProgram(running: candidate.mode),
          reloadDeadline: reloadDeadline)
      }, time: time, patience: patience)
  }

  private func reload(_ candidate: ReloadCandidate, in directory: AgentDirectory) async -> ReloadResult {
    let key = ObjectKey(.agentFile, candidate.path)
    var group = group(candidate)
    var putBack: SecretValue?
    // Where it cannot be told, putting it back tells why.
    let isWithout = candidate.cause == .newValues || candidate.hasForeignFormer
    let hasFormer = isWithout ? false : (try? await directory.hasFormer(of: key)) ?? true
    let unhealthy = candidate.mode.isAlloy ? await group.unhealthy() : []
    func expected(_ text: SecretValue) -> ExpectedAgent {
      Self.expected(text, candidate.mode, tolerating: unhealthy)
    }
    var procedure = ReloadProcedure(wanted: expected(candidate.file.bytes), hasFormer: hasFormer)
    var step = procedure.begin()
    while true {
      // What was seen while the cycle was being ended says nothing.
      if Task.isCancelled, !step.isEnd { step = .end(.interrupted) }
      switch step {
      case .reload:
        let answer = await group.reload()
        step = Task.isCancelled ? .end(.interrupted) : procedure.next(after: answer)
      case .look(let agent):
        let problems = await group.look(agent)
        step = Task.isCancelled ? .end(.interrupted) : procedure.next(after: problems)
      case .putBack:
        do throws(TargetFailure) {
          putBack = try await directory.putFormerBack(of: key)
          step = procedure.nextAfterPuttingBack(putBack.map(expected))
        } catch {
          step = .end(.fails(reason: "the former file could not be put back: \(error.message)"))
        }
      case .end(let verdict):
        var processes: String?
        if case .fails = verdict { processes = await group.processes() }
        return ReloadResult(
          candidate: candidate, verdict: verdict, unreached: group.unreached, putBack: putBack,
          processes: processes)
      }
    }
  }

  private static func expected(
    _ text: SecretValue, _ mode: AgentMode, tolerating unhealthy: Set<String>?
  ) -> ExpectedAgent {
    switch mode {
    case .agentStatic:
      let document = text.withBytes { bytes in
        (try? YAMLParser.documents(in: bytes))?.first?.root.json
      }
      return ExpectedAgent(document ?? [:])
    case .alloyStatic: return ExpectedAgent(ExpectedAlloy(components: nil, tolerated: unhealthy))
    case .alloy:
      return ExpectedAgent(ExpectedAlloy(components: AlloyComponents.names(in: text), tolerated: unhealthy))
    }
  }
}

extension ReloadProcedure.Step {
  fileprivate var isEnd: Bool {
    if case .end = self { true } else { false }
  }
}
