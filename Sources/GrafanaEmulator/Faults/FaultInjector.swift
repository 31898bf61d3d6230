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
    if let path = rule.path, !Glob.matches(path, request.rawPath) { return false }
    return rule.bodyText.map { request.body.firstRange(of: Array($0.utf8)) != nil } ?? true
  }
}

extension FaultEffect {
  var latency: Duration? { latencyMilliseconds > 0 ? .milliseconds(latencyMilliseconds) : nil }

  /// Whether the endpoint sees the request.
  var reachesEndpoint: Bool {
    switch outcome {
    case .none, .cutAfter: true
    case .cutBefore, .expiredToken: false
    case .answer: isCarriedOut
    }
  }

  /// What is answered in place of the real answer; nil where that goes out.
  func answer(_ lens: Lens) -> ServerResponse? {
    switch outcome {
    case .none: return nil
    case .cutBefore, .cutAfter: return .cutConnection
    case .expiredToken: return Refusal.credentials(.expiredToken).answer(lens).response(lens)
    case .answer(let status, let contentType, let body, let retryAfter):
      var headers = HeaderFields([("Content-Type", contentType)])
      if let retryAfter { headers.add("Retry-After", String(retryAfter)) }
      return ServerResponse(status: status, headers: headers, body: Array(body.utf8))
    }
  }
}
