import Evaluation

/// Why an evaluation came to no end of its own, in the words of all languages.
struct EvaluationEnd {
  /// Behind the name of the language: `limit`, `unavailable`.
  let code: String
  let message: String
  let remedy: String

  /// - Parameter failure: any but a refusal, which each language tells in its own words.
  init(_ failure: EvaluationFailure) {
    switch failure {
    case .timedOut, .tooLong:
      (code, message, remedy) = ("limit", "it takes too long", "mend the program: it may never end")
    case .exhausted:
      (code, message, remedy) = (
        "limit", "it takes too much memory, or nests too deeply", "mend the program: it may never end"
      )
    case .tooLarge(let reason): (code, message, remedy) = ("limit", reason, "make it smaller")
    case .cannotRun(let reason), .refused(let reason):
      (code, message, remedy) = ("unavailable", reason, "see that the program sluice can start itself")
    case .cancelled:
      (code, message, remedy) = (
        "unavailable", "it was ended", "nothing is lost: the next cycle does it"
      )
    }
  }
}
