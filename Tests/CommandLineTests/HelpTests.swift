import Report
import Testing

@testable import CommandLine

@Suite struct HelpTests {
  @Test func theProgramListsItsCommands() async {
    let run = await CommandRun.of(["--help"])
    #expect(run.status == .success && run.errors.isEmpty)
    #expect(
      run.output == """
        sluice keeps Grafana workspaces and Grafana Agent configurations equal to a Git repository.

        Usage: sluice COMMAND [options]

        Commands
          run              Keep workspaces and agent configurations equal to a repository, until it is
                           stopped
          apply            Bring everything up to the newest revision once, and tell what was done
          plan             Show what a revision would change, and change nothing
          build            Print what a directory renders to
          validate         Check all manifests of a directory and tell everything that is wrong
          status           Show how each environment stands
          events           Show what happened, newest last
          why              Tell where an object comes from, how it stands and what happens next
          history          List the states that an object once had and that 'restore' can bring back
          restore          Put back what was overwritten or deleted
          alloy            Convert configurations of Grafana Agent, Prometheus or Promtail to Grafana Alloy
          emulate grafana  Serve the API of a Grafana workspace from memory, to try things out
          completion       Print a script that completes commands and options in a shell
          version          Print the version of this program

        'sluice COMMAND --help' says more about one command.

        """)
  }

  @Test func aCommandHasEverythingOnOnePage() async {
    let run = await CommandRun.of(["validate", "-h"])
    #expect(
      run.output == """
        Check all manifests of a directory and tell everything that is wrong.

        Usage: sluice validate [DIR] [options]

        Documents of other kinds are named on standard error, one line each.

        The same files are read as from Git: symbolic links to files are followed as far as the repository
        reaches that DIR lies in, and repositories inside it are left out. A single file is refused, since
        what its objects refer to may stand in others.

        No workspace is asked. Values of secrets that the directory does not hold are only looked for with
        --secrets.

        With --agent-config it is told what a Grafana Agent of version 0.44 in static mode would refuse,
        never do or drop without a word, ours or not; docs/agent-configuration.md says how. It takes the
        place of DIR.

        Arguments
          DIR   directory with manifests, such as a clone

        Access
          --secrets DIR         directory of values as NAMESPACE/NAME/KEY, looked at after the secrets of
                                the repository [SLUICE_SECRETS]
          --timeout DURATION    for every wait on another machine (default: 30s) [SLUICE_TIMEOUT]
          --allow-address CIDR  address block beside the public internet that dashboards may be fetched from
                                by url; may be repeated [SLUICE_ALLOW_ADDRESS]
          --grafana-com URL     where dashboards that manifests name by grafanaCom come from
                                ('https://grafana.com' unless given): a mirror of its own
                                [SLUICE_GRAFANA_COM]

        Where it goes
          --agent-layout LAYOUT  what is written for Grafana Agents: files for machines, or kubernetes for
                                 the manifests of the objects around them (default: files)
                                 [SLUICE_AGENT_LAYOUT]

        Selection
          --agent-config FILE  check this configuration of a Grafana Agent instead of a directory; - is
                               standard input [SLUICE_AGENT_CONFIG]
          --layout LAYOUT      how that agent reads integrations: next (with the feature integrations-next)
                               or classic (default: next) [SLUICE_LAYOUT]
          --[no-]expand-env    put the variables of this process in the place of ${NAME} in an agent's
                               configuration, as the agent does with -config.expand-env (on unless turned
                               off) [SLUICE_EXPAND_ENV]

        Output
          -o, --output FORMAT  text, json or yaml (default: text) [SLUICE_OUTPUT]

        General
          --config FILE  YAML file with options by their long names; flags and environment come before it
                         [SLUICE_CONFIG]
          --no-color     no colours on a terminal; NO_COLOR means the same [SLUICE_NO_COLOR]
          -h, --help     show this help

        Examples
          # in a pipeline, before a merge
          sluice validate clusters/prod
          # before an agent gets a new configuration
          sluice validate --agent-config agent.yml
          # the same as it is committed
          git show HEAD:agent.yml | sluice validate --agent-config -

        Exit status
          0     no errors; there may be warnings
          1     errors, or what is to be checked cannot be read

        """)
  }

  @Test func everyPageFitsTheTerminal() {
    let style = TextStyle(isTerminal: true, width: 60, environment: ["NO_COLOR": "1"])
    let page = HelpPage(Program.descriptions, style: style)
    for command in Program.descriptions {
      for line in page.text(about: command.path).split(separator: "\n")
      where !line.hasPrefix("  sluice") && !line.hasPrefix("  source") && !line.hasPrefix("  diff") {
        #expect(line.count <= 66, "\(command.name): \(line)")
      }
    }
  }

  @Test func everyOptionIsOnThePageOfItsCommand() {
    let page = HelpPage(Program.descriptions, style: .plain)
    for command in Program.descriptions {
      let text = page.text(about: command.path)
      for option in command.options {
        #expect(
          text.contains("--\(option.name)") || text.contains("--[no-]\(option.name)"),
          "\(command.name) \(option.name)")
      }
      #expect(text.contains("Exit status\n  0"))
    }
  }

  /// One option means the same everywhere it is known, as far as the parser and a shared file go.
  @Test func optionsOfOneNameHaveOneForm() {
    let all = Program.descriptions.flatMap(\.options)
    for (name, options) in Dictionary(grouping: all, by: \.name) {
      #expect(Set(options.map(\.form)).count == 1, "\(name)")
      #expect(Set(options.map(\.letter)).count == 1, "\(name)")
    }
    let letters = Dictionary(grouping: all.filter { $0.letter != nil }, by: { $0.letter })
    for (letter, options) in letters {
      #expect(Set(options.map(\.name)).count == 1, "\(String(describing: letter))")
    }
  }

  @Test func standardsAreValues() {
    for command in Program.descriptions {
      for setting in command.settings {
        guard let standard = setting.option.standard else { continue }
        #expect(setting.problem(standard) == nil, "\(command.name) --\(setting.option.name) \(standard)")
      }
    }
  }

  private static let versionTexts: [([String], String)] = [
    (["version"], "sluice \(VersionCommand.release)\n"),
    (["--version"], "sluice \(VersionCommand.release)\n"),
    (
      ["version", "-o", "json"],
      "{\n  \"version\": 1,\n  \"program\": \"sluice\",\n  \"release\": \"\(VersionCommand.release)\"\n}\n"
    ),
    (["version", "-o", "yaml"], "version: 1\nprogram: sluice\nrelease: \(VersionCommand.release)\n"),
  ]

  @Test(arguments: versionTexts)
  func tellsItsVersion(_ arguments: [String], _ expected: String) async {
    let run = await CommandRun.of(arguments)
    #expect(run.output == expected && run.status == .success)
  }

  @Test func wrongCommandLinesEndWithOne() async {
    let run = await CommandRun.of(["plan", "--urll", "x"])
    #expect(run.status == .failure && run.output.isEmpty)
    #expect(
      run.errors == """
        error: unknown option --urll, did you mean --url?
        error: --url or --sources is missing; give the URL of a repository, or a file with GitRepository and Kustomization documents
        see 'sluice plan --help'

        """)
  }
}
