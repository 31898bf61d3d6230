import Agent
import Base
import Documents
import HTTP
import Manifests
import Platform

/// Makes running agents read the files that a cycle wrote, and puts the former files back where they do not run them.
struct AgentReloads: Sendable {
  /// A file that a cycle changes, with what lies there before.
  struct Candidate: Sendable {
    let agent: ObjectReference
    let origin: SourceLocation
    /// Of the configuration, below the output directory.
    let path: String
    let digest: Digest
    let addresses: [HTTPURL]
    let wanted: SecretValue
    /// Nil where there is none, or where only values changed that the file names.
    let former: SecretValue?
    /// Only values changed that the file names.
    let hasNewValuesOnly: Bool
  }

  /// What came of one candidate.
  struct Result: Sendable {
    let candidate: Candidate
    let verdict: ReloadProcedure.Verdict
  }

  /// The output directory.
  let directory: String
  let client: HTTPClient
  let policy: AddressPolicy
  let time: any TimeSource
  var reloadDeadline = Duration.seconds(60)
  var patience = Duration.seconds(20)

  /// All of them at once: an agent that hangs delays no other.
  func run(_ candidates: [Candidate]) async -> [Result] {
    await withTaskGroup(of: Result.self) { group in
      for candidate in candidates {
        group.addTask { Result(candidate: candidate, verdict: await self.reload(candidate)) }
      }
      var results: [Result] = []
      for await result in group { results.append(result) }
      return results.sorted { $0.candidate.path < $1.candidate.path }
    }
  }

  private func reload(_ candidate: Candidate) async -> ReloadProcedure.Verdict {
    let group = AgentGroup(
      connections: candidate.addresses.map {
        AgentConnection(url: $0, client: client, addresses: policy, reloadDeadline: reloadDeadline)
      }, time: time, patience: patience)
    var procedure = ReloadProcedure(
      wanted: expected(candidate.wanted), former: candidate.former.map(expected))
    var step = procedure.begin()
    while true {
      switch step {
      case .reload: step = procedure.next(after: await group.reload())
      case .look(let agent): step = procedure.next(after: await group.look(agent))
      case .putBack:
        do throws(FileError) {
          try putBack(candidate)
          step = procedure.nextAfterPuttingBack()
        } catch {
          return .fails(reason: "the former file could not be put back: \(error.description)")
        }
      case .end(let verdict): return verdict
      }
    }
  }

  private func putBack(_ candidate: Candidate) throws(FileError) {
    guard let former = candidate.former else { return }
    try former.withBytes { bytes throws(FileError) in
      try AtomicFile.write(bytes, to: directory + "/" + candidate.path, mode: 0o600)
    }
  }

  private func expected(_ text: SecretValue) -> ExpectedAgent {
    let document = text.withBytes { bytes in
      (try? YAMLParser.documents(in: bytes))?.first?.root.json
    }
    return ExpectedAgent(document ?? [:])
  }
}

extension AgentReloads.Result {
  /// What to remember of it; nil where the agent runs the file, or will when it starts.
  var entry: ReloadMemory.Entry? {
    let message: String
    let isPutBack: Bool
    switch verdict {
    case .runs, .absent: return nil
    case .putBack(let reason, let isRunning):
      message =
        "\(agents) not run \(candidate.path): \(reason). The former file lies there again"
        + (isRunning ? " and runs" : ", and does not run either: restart the agent")
      isPutBack = true
    case .fails(let reason):
      message =
        "\(agents) not run \(candidate.path): \(reason)"
        + (candidate.hasNewValuesOnly
          ? ". Only values that the file names have changed" : ". There is no former file")
      isPutBack = false
    }
    return ReloadMemory.Entry(
      digest: candidate.digest.description, message: message, isPutBack: isPutBack)
  }

  var finding: Diagnostic? {
    entry?.finding(candidate.path, of: candidate.agent, at: candidate.origin)
  }

  /// Told once.
  var notice: Diagnostic? {
    guard case .absent(let message) = verdict else { return nil }
    return Diagnostic(
      .warning, code: "agent-absent", subject: candidate.agent, at: candidate.origin,
      "\(agents) not asked to read \(candidate.path) again: \(message)",
      remedy: "start the agent, which then reads the file, or mend annotation sluice.dev/agents")
  }

  private var agents: String {
    let origins = candidate.addresses.map(\.origin).joined(separator: ", ")
    switch verdict {
    case .absent: return "the agent at \(origins) was"
    default:
      return candidate.addresses.count == 1 ? "the agent at \(origins) does" : "the agents at \(origins) do"
    }
  }
}
