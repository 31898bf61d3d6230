/// The program that evaluates, in a process of its own.
public struct EvaluatorProgram: Hashable, Sendable {
  let path: String

  /// - Parameter path: of a program that evaluates where its only argument is the word of a language.
  public init(path: String) {
    self.path = path
  }

  /// The running program itself, even after its file was replaced by a newer one.
  public static let own = EvaluatorProgram(path: "/proc/self/exe")
}
