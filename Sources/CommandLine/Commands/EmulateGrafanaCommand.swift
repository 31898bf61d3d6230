import Base
import Documents
import GrafanaEmulator
import HTTPServer
import Platform
import Report

/// `sluice emulate grafana`.
enum EmulateGrafanaCommand: Command {
  static let description = CommandDescription(
    path: ["emulate", "grafana"],
    summary: "Serve the API of a Grafana workspace from memory, to try things out",
    details: [
      "It answers as real servers of the version do, as far as these go: \(played.joined(separator: ", ")). It forgets "
        + "everything when it ends, and prints one line with its address as soon as it listens."
    ],
    settings: [
      AnySetting(Settings.emulatorListen), AnySetting(Settings.grafanaVersion),
      AnySetting(Settings.alerting),
      AnySetting(Settings.adminPassword),
      AnySetting(Settings.faults), AnySetting(Settings.output), AnySetting(Settings.configuration),
      AnySetting(Settings.withoutColor), AnySetting(Settings.help),
    ],
    examples: [
      CommandDescription.Example(
        purpose: "an older workspace on a port of the system's choice",
        line: "sluice emulate grafana --listen 127.0.0.1:0 --grafana-version 9.4"),
      CommandDescription.Example(
        purpose: "one that still sends alerts through notification channels",
        line: "sluice emulate grafana --grafana-version 8.4 --alerting legacy"),
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "ended by SIGTERM or SIGINT"),
      CommandDescription.ExitCode(.failure, "it could not start"),
    ])

  /// What Sluice asks of a workspace, and what people do beside it.
  private static let played = [
    "folders and dashboards with their permissions, histories and public links", "library panels",
    "data sources",
    "correlations", "alert rules", "contact points", "notification policies", "mute timings", "templates",
    "notification channels of the legacy alerting", "silences",
    "service accounts and API keys with their tokens",
    "users and teams", "preferences", "playlists", "annotations", "snapshots",
    "the Kubernetes-style API of Grafana 12 for folders, dashboards and notifications",
  ]

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    let signals = try call.system.watch([.terminate, .interrupt])
    let emulator = try start(call.values)
    defer { emulator.stop() }
    let document: JSON = [
      "version": 1, "url": .string(emulator.url), "grafana": .string(emulator.version), "user": "admin",
    ]
    switch call.values[Settings.output] ?? .text {
    case .text:
      call.output.write(
        "Grafana \(emulator.version), emulated, at \(emulator.url); user admin; Ctrl-C ends it\n")
    case .json: call.output.write(JSONWriter.string(document, style: .compact) + "\n")
    case .yaml: call.output.write(OutputDocument.yaml(document))
    }
    for await _ in signals { break }
    return .success
  }

  private static func start(_ values: OptionValues) throws(CommandFailure) -> GrafanaEmulator {
    let faults = try values[Settings.faults].map { path throws(CommandFailure) in try readFaults(path) }
    do throws(EmulatorError) {
      return try GrafanaEmulator(
        version: values[Settings.grafanaVersion] ?? "", alerting: values[Settings.alerting] ?? .unified,
        adminPassword: values[Settings.adminPassword] ?? SecretValue([]),
        listeningOn: values[Settings.emulatorListen] ?? .loopback, faults: faults ?? FaultPlan())
    } catch {
      throw CommandFailure(error.description)
    }
  }

  private static func readFaults(_ path: String) throws(CommandFailure) -> FaultPlan {
    do {
      return try FaultPlan.parse(try FileSystem.read(path, limit: 1 << 20))
    } catch let error as FaultPlanError {
      throw CommandFailure("\(path): \(error)")
    } catch {
      throw CommandFailure("\(error)")
    }
  }
}
