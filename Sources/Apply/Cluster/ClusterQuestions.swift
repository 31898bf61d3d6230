/// Questions to an API server, several at once.
enum ClusterQuestions {
  /// As many as `ClusterTarget` writes at once.
  private static let mostAtOnce = 4

  /// What came of one of them.
  struct Answered<Question: Sendable, Answer: Sendable>: Sendable {
    let question: Question
    let result: Result<Answer, TargetFailure>
  }

  /// Asks in the order of the questions.
  /// - Parameter isReached: the server has answered something else in this cycle.
  /// - Throws: where nothing more can be asked; what else fails is in the answers.
  static func ask<Question: Sendable, Answer: Sendable>(
    _ questions: [Question], isReached: Bool = false,
    _ ask: @escaping @Sendable (Question) async -> Result<Answer, TargetFailure>
  ) async throws(TargetFailure) -> [Answered<Question, Answer>] {
    var waiting = questions[...]
    var answered: [Answered<Question, Answer>] = []
    var isReached = isReached
    var failures = 0
    let ending = await withTaskGroup(
      of: Answered<Question, Answer>.self, returning: TargetFailure?.self
    ) { group in
      var pending = 0
      func start(upTo most: Int) {
        while pending < most, let question = waiting.popFirst() {
          pending += 1
          group.addTask { Answered(question: question, result: await ask(question)) }
        }
      }
      // The first one alone: what is wrong with the server or the credentials is told in the same words in each cycle.
      start(upTo: isReached ? mostAtOnce : 1)
      for await answer in group {
        pending -= 1
        answered.append(answer)
        switch answer.result {
        case .success: isReached = true
        case .failure(let failure):
          if failure.kind == .passing { failures += 1 } else { isReached = true }
          // Each of them has been asked again and again: a server that answers nothing is not waited for any longer.
          if failure.kind == .ended || !isReached && failures > 1 {
            group.cancelAll()
            return TargetFailure(.ended, failure.message, remedy: failure.remedy)
          }
        }
        start(upTo: isReached ? mostAtOnce : 1)
      }
      return nil
    }
    if let ending { throw ending }
    return answered
  }
}
