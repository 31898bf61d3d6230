import Report
import TestSupport
import Testing

@testable import CommandLine

/// What the options about output do to it.
@Suite struct OutputTests {
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  private let terminal = TextStyle(isTerminal: true, width: 100, environment: [:])

  private func broken() throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    try folder.write("kind: GrafanaFolder\n", to: "broken.yaml")
    return folder
  }

  @Test func coloursCanBeTurnedOff() async throws {
    let folder = try broken()
    let coloured = await CommandRun.of(["validate", folder.path], style: terminal)
    #expect(coloured.output.contains("\u{1B}[31merror:"))
    for arguments in [["validate", folder.path, "--no-color"], ["--no-color", "validate", folder.path]] {
      let plain = await CommandRun.of(arguments, style: terminal)
      #expect(plain.output.hasPrefix("error: ") && !plain.output.contains("\u{1B}"))
    }
    let variable = await CommandRun.of(
      ["validate", folder.path], environment: ["SLUICE_NO_COLOR": "true"], style: terminal)
    #expect(!variable.output.contains("\u{1B}"))
  }

  @Test func logLinesHaveTheirFormatAndLevel() async throws {
    let world = try await Workspace()
    let quiet = try await world.sluice("apply")
    #expect(quiet.errors.isEmpty, "\(quiet.errors)")
    try await world.push(["dashboard.yaml": Workspace.dashboard("Machines")], message: "rename")
    let logfmt = try await world.sluice("apply", "--log-level", "info")
    #expect(logfmt.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("time=") })
    #expect(logfmt.errors.contains(" level=info msg=\"updated dashboard\" environment=prod "))
    try await world.push(["dashboard.yaml": Workspace.dashboard("Nodes")], message: "back")
    let json = try await world.sluice("apply", "--log-level", "info", "--log-format", "json")
    #expect(json.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"time\":") })
    #expect(json.errors.contains("\"msg\":\"updated dashboard\",\"environment\":\"prod\""))
  }

  @Test func progressIsShownOnATerminalOnly() async throws {
    let world = try await Workspace()
    let file = try world.configuration()
    let shown = await CommandRun.of(["plan", "--config", file, "--no-color"], style: terminal)
    #expect(
      shown.errors.hasPrefix(
        "\r\u{1B}[Kprod: comparing \(world.repository.fileURL) with what there is (0.0 s)"))
    #expect(shown.errors.hasSuffix("\r\u{1B}[K"))
    let piped = await CommandRun.of(["plan", "--config", file])
    #expect(piped.errors.isEmpty)
  }

  @Test func detailsSayHowMuchIsShown() async throws {
    let world = try await Workspace()
    _ = try await world.sluice("apply")
    try await world.push(["dashboard.yaml": Workspace.dashboard("Machines")], message: "rename")
    #expect(try await !world.sluice("plan", "--details", "none").output.contains("+ Machines"))
    #expect(try await world.sluice("plan", "--details", "full").output.contains("+ Machines"))
  }
}
