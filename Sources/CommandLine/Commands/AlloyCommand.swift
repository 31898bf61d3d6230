import AgentConfiguration
import Alloy
import Base
import Platform
import Report

/// `sluice alloy PATH`.
enum AlloyCommand: Command {
  static let description = CommandDescription(
    path: ["alloy"],
    summary: "Convert configurations of Grafana Agent, Prometheus or Promtail to Grafana Alloy",
    details: [
      "PATH is such a configuration, or a directory with manifests of Grafana Agent Operator, whose GrafanaAgents are rendered and converted, each role by itself.",
      "The Alloy configuration goes to standard output; what cannot be carried over and what changes goes to standard error with its place. Components, arguments and labels are those of 'alloy convert'; docs/alloy.md tells the differences.",
      "A configuration of Grafana Agent is checked first as 'sluice validate --agent-config' does; one that no agent would run is only converted with --bypass-errors.",
      "The output holds what the input holds, secrets included: --write-to makes a file of mode 0600, and leaves an earlier one as it is where the conversion fails. Secrets that a directory does not hold are looked for with --secrets, and read (secret) without it. Values that an agent reads from files are files for Alloy too: only --write-to writes them.",
    ],
    arguments: [
      CommandDescription.Argument("PATH", "configuration or directory to convert", completion: .files)
    ],
    settings: [
      AnySetting(Settings.alloySource), AnySetting(Settings.alloyLayout),
      AnySetting(Settings.agentNamespace), AnySetting(Settings.agentName), AnySetting(Settings.secrets),
      AnySetting(Settings.expandEnvironment), AnySetting(Settings.bypassErrors), AnySetting(Settings.writeTo),
      AnySetting(Settings.configuration), AnySetting(Settings.withoutColor), AnySetting(Settings.help),
    ],
    examples: [
      CommandDescription.Example(
        purpose: "an agent's configuration", line: "sluice alloy --write-to config.alloy agent.yml"),
      CommandDescription.Example(
        purpose: "what can be carried over of a Promtail's",
        line: "sluice alloy --from promtail --bypass-errors promtail.yaml"),
      CommandDescription.Example(
        purpose: "all agents of a repository, with their secrets",
        line: "sluice alloy --secrets /etc/sluice/secrets --write-to /srv/alloy clusters/prod"),
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "everything was carried over, or --bypass-errors was given"),
      CommandDescription.ExitCode(
        .failure,
        "something cannot be carried over, no agent would run it, or PATH is nothing that can be converted"),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    let path = call.words.first ?? ""
    if (try? FileSystem.entry(at: (try? FileSystem.resolved(path)) ?? path))?.kind == .directory {
      return try await convertDirectory(path, call)
    }
    return try convertFile(path, call)
  }

  // MARK: A file

  private static func convertFile(_ path: String, _ call: CommandCall) throws(CommandFailure) -> ExitStatus {
    let values = call.values
    try refuse(["namespace", "name", "secrets"], "\(path) is a file", call)
    let expands = values[Settings.expandEnvironment] ?? true
    let source = values[Settings.alloySource] ?? .static
    let options = AlloyOptions(
      layout: values[Settings.alloyLayout], environment: expands ? call.environment : nil)
    let bytes = try read(path)
    let conversion = AlloyConversion(bytes, from: source, file: path, options: options)
    let checked = source == .static ? check(bytes, conversion, path, options) : []
    tell(conversion.diagnostics(besides: checked), call)
    guard let configuration = conversion.configuration else {
      throw CommandFailure("\(path) cannot be converted")
    }
    let bypasses = values[Settings.bypassErrors] == true
    guard bypasses || !checked.contains(where: { $0.severity == .error }) else {
      throw CommandFailure(
        "no Grafana Agent would run \(path), or all that it says",
        remedy: "mend what is named above, or give --bypass-errors to convert it as it is")
    }
    guard conversion.isComplete || bypasses else {
      throw CommandFailure(
        "\(path) cannot be carried over whole",
        remedy: "give --bypass-errors to go without what is named above")
    }
    try write(AlloyWriter.string(configuration), call)
    return .success
  }

  /// What an agent would do with the configuration. The files that it names are on the agent's machine.
  private static func check(
    _ bytes: [UInt8], _ conversion: AlloyConversion, _ path: String, _ options: AlloyOptions
  ) -> [Diagnostic] {
    let layout: AgentConfigurationLayout = conversion.layout == .classic ? .classic : .next
    let lookup: AgentConfigurationCheck.Environment? = options.environment.map { variables in
      { @Sendable name in variables[name] }
    }
    return AgentConfigurationCheck(file: path, layout: layout, environment: lookup).findings(in: bytes)
  }

  /// To the file that is wished for, or to standard output.
  private static func write(_ text: String, _ call: CommandCall) throws(CommandFailure) {
    guard let target = call.values[Settings.writeTo] else { return call.output.write(text) }
    do throws(FileError) {
      try AtomicFile.write(Array(text.utf8), to: target, mode: 0o600)
    } catch {
      throw CommandFailure(error.description)
    }
  }

  private static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    do throws(FileError) {
      return try FileSystem.read(path, limit: AgentConfigurationCheck.byteLimit)
    } catch {
      throw CommandFailure(error.description)
    }
  }

  // MARK: A directory

  /// What can be carried over is given out, as a daemon would write it; the rest is named.
  private static func convertDirectory(
    _ path: String, _ call: CommandCall
  ) async throws(CommandFailure) -> ExitStatus {
    try refuse(["from", "layout", "expand-env"], "\(path) is a directory with manifests", call)
    let agents = try await NativeAgents.read(call)
    tell(agents.findings, call)
    if let target = call.values[Settings.writeTo] {
      try agents.write(to: target)
      for path in agents.paths { call.output.write("\(target)/\(path)\n") }
    } else {
      tell(agents.unwrittenValues.map { [$0] } ?? [], call)
      call.output.write(agents.text)
    }
    return agents.isWhole ? .success : .failure
  }

  // MARK: Messages

  private static func tell(_ diagnostics: [Diagnostic], _ call: CommandCall) {
    if !diagnostics.isEmpty {
      call.output.tell(DiagnosticText.render(diagnostics, style: call.output.errorStyle))
    }
  }

  /// Options that mean nothing for what is converted. A file with settings may have them for other commands.
  private static func refuse(
    _ options: [String], _ reason: String, _ call: CommandCall
  ) throws(CommandFailure) {
    let given = options.compactMap { name -> String? in
      guard case .argument(let spelling)? = call.values.given(name)?.origin else { return nil }
      return spelling
    }
    guard given.isEmpty else {
      throw CommandFailure(
        "\(given.joined(separator: " and ")) cannot be given here: \(reason)", remedy: "leave it out")
    }
  }
}
