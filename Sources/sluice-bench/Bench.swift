import Base
import Documents
import Glibc

/// Measures the program against something that is not the program, in one run, and prints figures and ratios.
enum Bench {
  private static let help = """
    usage: sluice-bench [--json] [--only emulator,poll,unchanged,cold,all,agents,memory] [--sizes 100,1000,10000]

    Measures the programs beside it (build with -c release first) against git, bare requests and the emulator in a
    process of its own. Every row is printed for growing numbers of dashboards of 20 KB. With --json one object.

    """

  static func run(_ arguments: [String]) async -> Int32 {
    if arguments.first == AgentsBench.childArgument {
      return await ended { try await AgentsRendering.render(Array(arguments.dropFirst())) }
    }
    var wantsJSON = false
    var parts: Set<String> = ["emulator", "poll", "unchanged", "cold", "all", "agents", "memory"]
    var sizes = [100, 1000, 10_000]
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--json": wantsJSON = true
      case "--only": parts = Set((rest.popFirst() ?? "").split(separator: ",").map(String.init))
      case "--sizes": sizes = (rest.popFirst() ?? "").split(separator: ",").compactMap { Int($0) }
      default:
        print(help, terminator: "")
        return argument == "--help" ? 0 : 2
      }
    }
    var figures = Figures(isQuiet: wantsJSON)
    do {
      if parts.contains("emulator") { try await EmulatorBench.run(&figures) }
      if parts.contains("poll") { try await PollBench.run(&figures) }
      if parts.contains("unchanged") { try await UnchangedBench.run(sizes, &figures) }
      if parts.contains("cold") { try await ColdBench.run(&figures) }
      if parts.contains("all") { try await AllKindsBench.run(&figures) }
      if parts.contains("agents") { try await AgentsBench.run(&figures) }
      if parts.contains("memory") { try await MemoryBench.run(sizes, &figures) }
    } catch {
      return failed(error)
    }
    figures.set("machine", .string(Machine.description))
    if wantsJSON { print(JSONWriter.string(figures.json, style: .pretty)) }
    return 0
  }

  private static func ended(_ body: () async throws -> Void) async -> Int32 {
    do {
      try await body()
      return 0
    } catch {
      return failed(error)
    }
  }

  private static func failed(_ error: any Error) -> Int32 {
    let line = "sluice-bench: \(error)\n"
    _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    return 1
  }
}

/// Why something cannot be measured here.
struct BenchFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
