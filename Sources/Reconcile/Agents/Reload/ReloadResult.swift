import Base
import HTTP
import Manifests

/// What came of asking the running agents of one file.
struct ReloadResult: Sendable {
  let candidate: ReloadCandidate
  let verdict: ReloadProcedure.Verdict
  let unreached: [UnreachedAgent]
  /// What lies there again; nil where nothing was put back.
  let putBack: SecretValue?
  /// Since when those run that did not take the file, as far as they say.
  let processes: String?

  /// The addresses of those that run the file.
  var readers: Set<String> {
    guard verdict == .runs else { return [] }
    return Set(candidate.addresses.map(\.origin)).subtracting(unreached.map(\.origin))
  }

  /// Whether somebody has to be asked once more in the next cycle.
  var isOpen: Bool {
    if case .interrupted = verdict { return true }
    return unreached.contains { $0.cause != .isGone }
  }

  /// What to remember of it; nil where the agents run the file, or will when they start.
  var entry: ReloadMemory.Entry? {
    let message: String
    let isPutBack: Bool
    switch verdict {
    case .runs, .absent, .interrupted: return nil
    case .putBack(let reason, let isRunning):
      message =
        "\(agents) not run \(candidate.path): \(reason). The former file lies there again"
        + (isRunning ? " and runs" : ", and does not run either: restart the agent")
      isPutBack = true
    case .fails(let reason):
      message =
        "\(agents) not run \(candidate.path): \(reason)"
        + (candidate.cause == .newValues
          ? ". Only values that the file names have changed" : ". There is no former file")
      isPutBack = false
    }
    return ReloadMemory.Entry(
      digest: candidate.digest.description, message: message, isPutBack: isPutBack, processes: processes)
  }

  /// What people are told: what stays until it is mended, and who was not asked.
  var diagnostics: [Diagnostic] {
    let finding = entry?.finding(candidate.path, of: candidate.agent, at: candidate.origin)
    return unreached.map(notice) + [finding].compactMap { $0 }
  }

  private func notice(_ agent: UnreachedAgent) -> Diagnostic {
    Diagnostic(
      .warning, code: "agent-absent", subject: candidate.agent, at: candidate.origin,
      "the agent at \(agent.origin) was not asked to read \(candidate.path) again: \(agent.message)",
      remedy: remedy(agent.cause))
  }

  private func remedy(_ cause: UnreachedAgent.Cause) -> String {
    switch cause {
    case .isGone: "start the agent, which then reads the file, or mend annotation sluice.dev/agents"
    case .isOutOfReach:
      "it is asked again in the next cycle; make it reachable, or mend annotation sluice.dev/agents"
    case .isOther:
      "start \(AgentProgram(running: candidate.mode)) in its place, or mend annotation "
        + "\(ObjectMetadata.agentModeAnnotation); what listens there is looked at again in the next cycle"
    }
  }

  private var agents: String {
    let away = Set(unreached.map(\.origin))
    let asked = candidate.addresses.map(\.origin).filter { !away.contains($0) }
    let origins = (asked.isEmpty ? candidate.addresses.map(\.origin) : asked)
    return origins.count == 1
      ? "the agent at \(origins[0]) does" : "the agents at \(origins.joined(separator: ", ")) do"
  }
}
