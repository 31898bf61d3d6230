import TestSupport
import Testing

@testable import CommandLine

@Suite struct CompletionTests {
  /// What bash offers for the last word.
  private func offered(_ words: [String]) async throws -> [String] {
    let folder = try TemporaryDirectory()
    let script = try folder.write(CompletionScript(Program.descriptions).text(for: .bash), to: "sluice.bash")
    let array = words.map { "'\($0)'" }.joined(separator: " ")
    let program = """
      source '\(script)'
      COMP_WORDS=(sluice \(array)); COMP_CWORD=\(words.count)
      _sluice
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    return try await GitProgram.run("bash", ["--norc", "-c", program]).split(separator: "\n").map(String.init)
  }

  @Test(arguments: [
    (["pl"], ["plan"]), (["emulate", ""], ["grafana", "--help"]),
    (["emulate", "grafana", "--gr"], ["--grafana-version"]),
    (["plan", "--no-"], ["--no-allow-prune", "--no-color"]),
    (["plan", "--details", ""], ["none", "short", "full"]),
    (["plan", "--url", "x", "-o", "j"], ["json"]), (["completion", "z"], ["zsh"]),
    (["validate", "--li"], []), (["events", "--li"], ["--limit"]),
  ])
  func bashOffers(_ words: [String], _ expected: [String]) async throws {
    #expect(try await offered(words) == expected)
  }

  @Test func zshUsesTheSameScript() async {
    let run = await CommandRun.of(["completion", "zsh"])
    #expect(run.output.hasPrefix("autoload -U +X bashcompinit && bashcompinit\n"))
    #expect(run.output.hasSuffix(CompletionScript(Program.descriptions).text(for: .bash)))
  }

  @Test func fishKnowsEveryOption() async {
    let run = await CommandRun.of(["completion", "fish"])
    for command in Program.descriptions {
      for option in command.options {
        let line = "-n '__fish_seen_subcommand_from \(command.path.last ?? "")' -l \(option.name) "
        #expect(run.output.contains(line), "\(command.name) \(option.name)")
      }
    }
  }
}
