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
      "The output holds what the input holds, secrets included. Secrets that a directory does not hold are looked for with --secrets, and read (secret) without it.",
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
        purpose: "an agent's configuration", line: "sluice alloy agent.yml > config.alloy"),
      CommandDescription.Example(
        purpose: "what can be carried over of a Promtail's",
        line: "sluice alloy --from promtail --bypass-errors promtail.yaml > config.alloy"),
      CommandDescription.Example(
        purpose: "all agents of a repository, with their secrets",
        line: "sluice alloy --secrets /etc/sluice/secrets --write-to /srv/alloy clusters/prod"),
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "everything was carried over, or --bypass-errors was given"),
      CommandDescription.ExitCode(
        .failure, "something cannot be carried over, or PATH is nothing that can be converted"),
    ])

  /// No configuration comes near it.
  private static let sizeLimit = 32 << 20

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
    try refuse(["namespace", "name", "secrets", "write-to"], "\(path) is a file", call)
    let expands = values[Settings.expandEnvironment] ?? true
    let options = AlloyOptions(
      layout: values[Settings.alloyLayout], environment: expands ? call.environment : nil)
    let conversion = AlloyConversion(
      try read(path), from: values[Settings.alloySource] ?? .static, file: path, options: options)
    tell(conversion.diagnostics, call)
    guard let configuration = conversion.configuration else {
      throw CommandFailure("\(path) cannot be converted")
    }
    guard conversion.isComplete || values[Settings.bypassErrors] == true else {
      throw CommandFailure(
        "\(path) cannot be carried over whole",
        remedy: "give --bypass-errors to go without what is named above")
    }
    call.output.write(AlloyWriter.string(configuration))
    return .success
  }

  private static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    do throws(FileError) {
      return try FileSystem.read(path, limit: sizeLimit)
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
