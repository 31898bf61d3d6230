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
    /// Nobody is there.
    case absent(String)
  }

  enum Verdict: Hashable {
    /// It runs the new file.
    case runs
    /// It is not running; it will read the file when it starts.
    case absent(String)
    /// The former file lies there again, and whether it runs.
    case putBack(reason: String, isRunning: Bool)
    /// It does not run the file, and there is no former one.
    case fails(reason: String)
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
  /// Nil where there was no file.
  private let former: ExpectedAgent?
  private var state = State.start
  private var reason = ""
  private var unanswered = 0

  init(wanted: ExpectedAgent, former: ExpectedAgent?) {
    self.wanted = wanted
    self.former = former
  }

  mutating func begin() -> Step {
    state = .asked
    return .reload
  }

  /// What to do after an answer to a reload.
  mutating func next(after answer: Answer) -> Step {
    if case .asked = state {
      switch answer {
      case .absent(let message): return .end(.absent(message))
      case .accepted: return lookAtWanted()
      case .unanswered(let message):
        // It may wait for a peer of the old file before it takes up the new one: names alone would not tell.
        unanswered += 1
        return unanswered == 1 ? .reload : giveUp(message)
      case .refused(let status): return giveUp("it refused the file with \(status)")
      }
    }
    guard let former else { return .end(.fails(reason: reason)) }
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
    guard former != nil else { return .end(.fails(reason: why)) }
    state = .restored
    return .putBack
  }

  /// What to do when the former file lies there again.
  mutating func nextAfterPuttingBack() -> Step {
    state = .askedAgain
    return .reload
  }
}
