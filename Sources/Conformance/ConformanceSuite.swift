/// One kind of case that a public test suite asks: how it is named on the command line, and what runs it.
public struct ConformanceSuite: Sendable {
  /// A case was refused, which may well be what the suite asks.
  public struct Refusal: Error {
    public let message: String

    public init(_ message: String) { self.message = message }
  }

  public let name: String
  /// What stands behind the name on the command line: `FILE`.
  public let inputs: [String]
  /// What is printed, in one line.
  public let summary: String
  /// Takes the inputs and gives the lines to print.
  public let run: @Sendable ([String]) throws(Refusal) -> String

  public init(
    name: String, inputs: [String], summary: String,
    run: @escaping @Sendable ([String]) throws(Refusal) -> String
  ) {
    self.name = name
    self.inputs = inputs
    self.summary = summary
    self.run = run
  }
}

extension ConformanceSuite {
  /// Every suite that can be asked. A new one is a line here.
  public static let all: [ConformanceSuite] = [.json, .yaml, .agent, .alloy]
}
