import Alloy
import Base
import Platform
import Report

/// `sluice alloy FILE`.
enum AlloyCommand: Command {
  static let description = CommandDescription(
    path: ["alloy"],
    summary: "Convert a configuration of Grafana Agent, Prometheus or Promtail to Grafana Alloy",
    details: [
      "The Alloy configuration goes to standard output; what cannot be carried over and what changes goes to standard error with its place. Components, arguments and labels are those of 'alloy convert'; docs/alloy.md tells the differences.",
      "The output holds what the input holds, secrets included.",
    ],
    arguments: [
      CommandDescription.Argument("FILE", "configuration to convert", completion: .files)
    ],
    settings: [
      AnySetting(Settings.alloySource), AnySetting(Settings.alloyLayout),
      AnySetting(Settings.expandEnvironment), AnySetting(Settings.bypassErrors),
      AnySetting(Settings.configuration), AnySetting(Settings.withoutColor), AnySetting(Settings.help),
    ],
    examples: [
      CommandDescription.Example(
        purpose: "an agent's configuration", line: "sluice alloy agent.yml > config.alloy"),
      CommandDescription.Example(
        purpose: "what can be carried over of a Promtail's",
        line: "sluice alloy --from promtail --bypass-errors promtail.yaml > config.alloy"),
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "everything was carried over, or --bypass-errors was given"),
      CommandDescription.ExitCode(
        .failure, "something cannot be carried over, or the file is no configuration of its kind"),
    ])

  /// No configuration comes near it.
  private static let sizeLimit = 32 << 20

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    let path = call.words.first ?? ""
    let expands = call.values[Settings.expandEnvironment] ?? true
    let options = AlloyOptions(
      layout: call.values[Settings.alloyLayout], environment: expands ? call.environment : nil)
    let conversion = AlloyConversion(
      try read(path), from: call.values[Settings.alloySource] ?? .static, file: path, options: options)
    if !conversion.diagnostics.isEmpty {
      call.output.tell(DiagnosticText.render(conversion.diagnostics, style: call.output.errorStyle))
    }
    guard let configuration = conversion.configuration else {
      throw CommandFailure("\(path) cannot be converted")
    }
    guard conversion.isComplete || call.values[Settings.bypassErrors] == true else {
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
}
