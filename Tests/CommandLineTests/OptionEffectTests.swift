import Base
import Glibc
import HTTPServer
import Platform
import Reconcile
import Testing

@testable import CommandLine

/// No option does nothing: each changes what the commands that read it work with.
@Suite struct OptionEffectTests {
  /// An option of `run`, `apply` and `plan`, and what it comes to in an environment's settings.
  struct Effect: Sendable {
    let arguments: String
    let read: @Sendable (EnvironmentSettings) -> String
    let expected: String
  }

  private static let effects = [
    Effect(arguments: "--url https://h/q", read: { $0.source.url.description }, expected: "https://h/q"),
    Effect(arguments: "--branch next", read: { $0.source.reference.description }, expected: "branch next"),
    Effect(arguments: "--tag v1", read: { $0.source.reference.description }, expected: "tag v1"),
    Effect(
      arguments: "--commit \(sha)", read: { $0.source.reference.description }, expected: "commit \(sha)"),
    Effect(arguments: "--path ./a//b/", read: { $0.path }, expected: "a/b"),
    Effect(arguments: "--interval 90s", read: { "\($0.interval)" }, expected: "90.0 seconds"),
    Effect(arguments: "--environment prod", read: { $0.name }, expected: "prod"),
    Effect(
      arguments: "--git-secret a/b", read: { $0.source.secret.map { "\($0.namespace) \($0.name)" } ?? "" },
      expected: "a b"),
    Effect(
      arguments: "--status-secret a/b --url https://github.com/o/r",
      read: { $0.status.map { "\($0.secret.name) \($0.repository.owner)/\($0.repository.name)" } ?? "" },
      expected: "b o/r"),
    Effect(
      arguments:
        "--status-target-url https://s/ --status-secret a/b --git-secret a/g --url git@github.com:o/r.git",
      read: { $0.status?.targetURL ?? "" }, expected: "https://s/"),
    Effect(arguments: "--secrets /s/", read: { $0.secretsDirectory ?? "" }, expected: "/s"),
    Effect(
      arguments: "--timeout 7s",
      read: { "\($0.timeout) \($0.source.limits.stall) \($0.source.limits.connect)" },
      expected: "7.0 seconds 7.0 seconds 7.0 seconds"),
    // A fetch as a whole may take ten minutes, or as long as a single wait.
    Effect(arguments: "--timeout 20m", read: { "\($0.source.limits.total)" }, expected: "1200.0 seconds"),
    Effect(
      arguments: "--allow-address ::1 --allow-address 10.0.0.0/8",
      read: { $0.allowedAddresses.map(\.description).joined(separator: " ") }, expected: "::1/128 10.0.0.0/8"),
    Effect(
      arguments: "--grafana-com https://mirror.example.org/", read: { $0.catalogue },
      expected: "https://mirror.example.org"),
    Effect(arguments: "--agent-output /a", read: { $0.agentOutput ?? "" }, expected: "/a"),
    Effect(
      arguments: "--agent-layout kubernetes", read: { $0.agentLayout.rawValue }, expected: "kubernetes"),
    Effect(arguments: "--allow-prune", read: { "\($0.prune.isAllowed)" }, expected: "true"),
    Effect(arguments: "--prune-limit-share 25%", read: { "\($0.prune.limitShare)" }, expected: "0.25"),
    Effect(
      arguments: "--forget-workspace https://G-1.example.org:443/ --forget-workspace http://b",
      read: { $0.forgottenWorkspaces.joined(separator: " ") }, expected: "https://g-1.example.org http://b"),
    Effect(arguments: "--prune-limit-count 7", read: { "\($0.prune.limitCount)" }, expected: "7"),
  ]
  private static let sha = "a123456789012345678901234567890123456789"

  private func values(_ arguments: String) -> OptionValues {
    let url = arguments.contains("--url") ? "" : " --url https://h/p"
    let parser = CommandParser(commands: Program.descriptions, environment: [:]) { path throws(FileError) in
      throw FileError("read", path, .missing)
    }
    let line = "plan \(arguments)\(url)".split(separator: " ").map(String.init)
    guard case .run(let invocation) = parser.parse(line) else {
      Issue.record("refused: \(arguments)")
      return OptionValues()
    }
    return invocation.values
  }

  private func environment(_ arguments: String) async throws -> EnvironmentSettings {
    try #require(try await EnvironmentOptions.environments(values(arguments)).first)
  }

  @Test(arguments: effects)
  func changesTheSettings(_ effect: Effect) async throws {
    let changed = try await environment(effect.arguments)
    let standard = try await environment("")
    #expect(effect.read(changed) == effect.expected)
    #expect(effect.read(standard) != effect.expected)
  }

  /// The agents are told of files in it, whatever directory they run in.
  @Test(arguments: [("out", "/out"), ("./out/agents/", "/out/agents"), (".", "")])
  func theAgentDirectoryIsToldFromTheRoot(_ written: String, _ expected: String) async throws {
    let buffer = try #require(getcwd(nil, 0))
    defer { free(buffer) }
    let current = String(cString: buffer)
    #expect(try await environment("--agent-output \(written)").agentOutput == current + expected)
  }

  @Test func standardsAreThoseOfTheHelp() async throws {
    let standard = try await environment("")
    #expect(standard.name == EnvironmentOptions.standardName)
    #expect(standard.source.reference == .branch("main"))
    #expect(standard.interval == .seconds(60) && standard.timeout == .seconds(30))
    #expect(standard.prune.limitShare == 0.5 && standard.prune.limitCount == 20 && !standard.prune.isAllowed)
    #expect(standard.status == nil && standard.agentOutput == nil && standard.path == "")
  }

  @Test func statusesNeedARepositoryOnGitHub() async {
    await #expect(throws: CommandFailure.self) {
      try await environment("--status-secret a/b --url file:///x/y.git")
    }
  }

  @Test func sourcesThatCannotBeFollowedAreToldAtOnce() async throws {
    do throws(CommandFailure) {
      _ = try await EnvironmentOptions.environments(values("--branch a..b"))
      Issue.record("taken")
    } catch {
      #expect(error.message.hasSuffix("it contains .. or @{"), "\(error.message)")
    }
    do throws(CommandFailure) {
      _ = try await EnvironmentOptions.environments(values("--url git@h:o/r.git"))
      Issue.record("taken")
    } catch {
      #expect(error.remedy == "name the secret with --git-secret NAMESPACE/NAME")
    }
  }

  /// Where the effect of each further option is tested.
  private static let others = [
    "sources": "SourcesFileTests", "state": "CycleCommandTests", "listen": "CycleCommandTests",
    "output": "CycleCommandTests", "details": "CycleCommandTests", "log-format": "OutputTests",
    "log-level": "OutputTests", "no-color": "OutputTests", "config": "ParserTests", "help": "HelpTests",
    "limit": "CycleCommandTests", "dry-run": "CycleCommandTests", "copy": "CycleCommandTests",
    "at": "HistoryTests",
    "grafana-version": "EmulateCommandTests", "admin-password": "EmulateCommandTests",
    "faults": "EmulateCommandTests", "alerting": "EmulateCommandTests",
    "namespace": "NativeAgentCommandTests", "name": "NativeAgentCommandTests",
    "write-to": "NativeAgentCommandTests",
    "from": "AlloyCommandTests", "bypass-errors": "AlloyCommandTests",
    "agent-config": "AgentConfigurationCommandTests", "layout": "AgentConfigurationCommandTests",
    "expand-env": "AgentConfigurationCommandTests",
  ]

  @Test func everyOptionHasATest() {
    let tested = Set(
      Self.effects.compactMap { $0.arguments.split(separator: " ").first?.dropFirst(2) }.map(String.init))
    let known = Set(Program.descriptions.flatMap(\.options).map(\.name))
    #expect(known.subtracting(tested) == Set(Self.others.keys))
    #expect(tested.isSubset(of: known))
  }

  /// An option that means nothing to a command is told there, and means something to another.
  @Test func optionsWithoutEffectHaveOneElsewhere() {
    for command in Program.descriptions {
      for name in command.withoutEffect {
        #expect(command.options.contains { $0.name == name }, "\(command.name) \(name)")
        let users = Program.descriptions.filter { other in
          other.options.contains { $0.name == name } && !other.withoutEffect.contains(name)
        }
        #expect(!users.isEmpty, "\(name)")
      }
    }
  }
}
