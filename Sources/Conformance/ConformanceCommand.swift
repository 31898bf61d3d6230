/// The command line of `sluice-conformance`, without the process around it.
public struct ConformanceCommand: Sendable {
  /// What goes to standard output.
  public let output: String
  /// What goes to standard error.
  public let problem: String
  /// 0 for a case that was accepted, 1 for one that was refused, 2 for a wrong command line.
  public let status: Int32

  /// Runs one case.
  /// - Parameter arguments: the suite's name and its inputs.
  public init(_ arguments: [String], suites: [ConformanceSuite] = ConformanceSuite.all) {
    if arguments == ["--help"] {
      self.init(output: Self.usage(suites), problem: "", status: 0)
      return
    }
    guard let name = arguments.first, let suite = suites.first(where: { $0.name == name }),
      arguments.count == suite.inputs.count + 1
    else {
      self.init(output: "", problem: Self.usage(suites), status: 2)
      return
    }
    do throws(ConformanceSuite.Refusal) {
      self.init(output: try suite.run(Array(arguments.dropFirst())), problem: "", status: 0)
    } catch {
      self.init(output: "", problem: error.message + "\n", status: 1)
    }
  }

  private init(output: String, problem: String, status: Int32) {
    self.output = output
    self.problem = problem
    self.status = status
  }

  private static func usage(_ suites: [ConformanceSuite]) -> String {
    let lines = suites.map { suite in
      "  sluice-conformance \(([suite.name] + suite.inputs).joined(separator: " "))  \(suite.summary)\n"
    }
    return
      "Runs one case of a test suite through Sluice's own code; exit status 1 where the case is refused.\n\n"
      + lines.joined()
  }
}
