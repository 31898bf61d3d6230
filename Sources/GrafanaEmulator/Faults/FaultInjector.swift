internal import HTTPServer
internal import Synchronization

/// Decides for each request whether a fault hits it.
final class FaultInjector: Sendable {
  private struct State {
    var plan: FaultPlan
    /// For each rule: requests that matched, and faults that happened.
    var matched: [Int]
    var happened: [Int]
    var random: SplitMix

    init(_ plan: FaultPlan) {
      self.plan = plan
      matched = plan.rules.map { _ in 0 }
      happened = matched
      random = SplitMix(state: plan.seed)
    }
  }

  private let state: Mutex<State>

  init(_ plan: FaultPlan) { state = Mutex(State(plan)) }

  /// Takes another plan; all counts begin anew.
  func use(_ plan: FaultPlan) { state.withLock { $0 = State(plan) } }

  /// The fault that hits a request, if one does.
  func fault(for request: ServerRequest) -> FaultEffect? {
    state.withLock { state in
      guard !state.plan.rules.isEmpty else { return nil }
      var hit: Int?
      for (index, rule) in state.plan.rules.enumerated() where Self.matches(rule, request) {
        state.matched[index] += 1
        if hit == nil, isTurn(of: index, rule, &state) { hit = index }
      }
      guard let hit else { return nil }
      state.happened[hit] += 1
      return state.plan.rules[hit].effect
    }
  }

  private func isTurn(of index: Int, _ rule: FaultRule, _ state: inout State) -> Bool {
    let number = state.matched[index] - rule.skip
    guard number > 0, number % max(1, rule.every) == 0 else { return false }
    if let times = rule.times, state.happened[index] >= times { return false }
    return rule.probability >= 1 || Double.random(in: 0..<1, using: &state.random) < rule.probability
  }

  private static func matches(_ rule: FaultRule, _ request: ServerRequest) -> Bool {
    if let method = rule.method, method != request.method { return false }
    return rule.path.map { Glob.matches($0, request.rawPath) } ?? true
  }
}

extension FaultEffect {
  var latency: Duration? { latencyMilliseconds > 0 ? .milliseconds(latencyMilliseconds) : nil }

  var cutsAfterEndpoint: Bool { if case .cutAfter = outcome { true } else { false } }

  /// What is answered without carrying the request out; nil where it is carried out.
  func answerBeforeEndpoint(_ lens: Lens) -> ServerResponse? {
    switch outcome {
    case .none, .cutAfter: return nil
    case .cutBefore: return .cutConnection
    case .expiredToken: return Refusal.credentials(.expiredToken).answer(lens).response(lens)
    case .answer(let status, let contentType, let body, let retryAfter):
      var headers = HeaderFields([("Content-Type", contentType)])
      if let retryAfter { headers.add("Retry-After", String(retryAfter)) }
      return ServerResponse(status: status, headers: headers, body: Array(body.utf8))
    }
  }
}
