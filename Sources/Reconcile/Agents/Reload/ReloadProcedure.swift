/// How an agent is made to run a new file, decided step by step (reference agent-operator.md section 5.1: a reload answers 200
/// where nothing runs, and 400 where half of the new file does, so only what runs afterwards counts).
struct ReloadProcedure {
  enum Step: Hashable {
    /// Ask it to read its file.
    case reload
    /// Look at what it runs, until that is what the file says or some time has passed.
    case look(ExpectedAgent)
    /// Put the former file back.
    case putBack
    case end(Verdict)
  }

  enum Answer: Hashable {
    case accepted
    /// With a status.
    case refused(Int)
    /// It took the request and did not answer in time, or cut the connection.
    case unanswered(String)
    /// It was not asked.
    case absent(String, UnreachedAgent.Cause)
  }

  enum Verdict: Hashable {
    /// It runs the new file.
    case runs
    /// It was not asked.
    case absent
    /// The former file lies there again, and whether it runs.
    case putBack(reason: String, isRunning: Bool)
    /// It does not run the file, and there is no former one.
    case fails(reason: String)
    /// The cycle was ended before it was known.
    case interrupted
  }

  private enum State {
    case start
    case asked
    case looked
    case restored
    case askedAgain
    case lookedAgain
  }

  private let wanted: ExpectedAgent
  private let hasFormer: Bool
  private var state = State.start
  private var reason = ""
  private var unanswered = 0
  /// What the agent has to run again.
  private var former: ExpectedAgent?

  /// - Parameter hasFormer: whether there is a file to go back to.
  init(wanted: ExpectedAgent, hasFormer: Bool) {
    self.wanted = wanted
    self.hasFormer = hasFormer
  }

  mutating func begin() -> Step {
    state = .asked
    return .reload
  }

  /// What to do after an answer to a reload.
  mutating func next(after answer: Answer) -> Step {
    if case .asked = state {
      switch answer {
      case .absent(let message, _):
        // Who took a file and is gone afterwards would fall over it at each start.
        return unanswered == 0
          ? .end(.absent) : giveUp("it has gone since it was asked to read it: \(message)")
      case .accepted: return lookAtWanted()
      case .unanswered(let message):
        // It may wait for a peer of the old file before it takes up the new one: names alone would not tell.
        unanswered += 1
        return unanswered == 1 ? .reload : giveUp(message)
      case .refused(let status): return giveUp("it refused the file with \(status)")
      }
    }
    guard let former else { return .end(.fails(reason: reason)) }
    if case .absent = answer { return .end(.putBack(reason: reason, isRunning: false)) }
    state = .lookedAgain
    return .look(former)
  }

  private mutating func lookAtWanted() -> Step {
    state = .looked
    return .look(wanted)
  }

  /// What to do after a look.
  mutating func next(after problems: [String]) -> Step {
    switch state {
    case .looked:
      return problems.isEmpty ? .end(.runs) : giveUp(problems.joined(separator: "; "))
    default:
      return .end(.putBack(reason: reason, isRunning: problems.isEmpty))
    }
  }

  private mutating func giveUp(_ why: String) -> Step {
    reason = why
    guard hasFormer else { return .end(.fails(reason: why)) }
    state = .restored
    return .putBack
  }

  /// What to do when the former file lies there again.
  /// - Parameter former: what it says; nil where it turned out to be gone.
  mutating func nextAfterPuttingBack(_ former: ExpectedAgent?) -> Step {
    guard let former else { return .end(.fails(reason: reason)) }
    self.former = former
    state = .askedAgain
    return .reload
  }
}
