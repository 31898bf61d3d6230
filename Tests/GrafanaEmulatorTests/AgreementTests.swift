import Base
import Foundation
import GrafanaEmulator
import Platform
import TestSupport
import Testing

/// Holds the emulator to the recordings of real servers: plays the recorder's scenarios against it and counts how many
/// answers agree.
@Suite("Agreement with recordings of Grafana")
struct AgreementTests {
  private static let recorder = SharedData.path("../tools/record_grafana.py")
  private static let comparer = SharedData.path("../tools/compare_recordings.py")
  private static let python = "/usr/bin/python3"

  private static let isPossible =
    SharedData.isPresent("grafana-recordings") && FileManager.default.fileExists(atPath: recorder)
    && FileManager.default.fileExists(atPath: python)

  /// The scenarios that count, in the recorder's order.
  private static let counted = [
    "basics", "auth_refusals", "auth_roles", "api_keys", "service_accounts", "folders", "folders_nested",
    "search",
    "dashboards", "dashboards_large", "dashboard_versions", "datasources_aws", "datasources",
  ]

  /// What one version must reach. The least is what was reached, so that the figure only goes up.
  struct Expectation: Sendable, CustomTestStringConvertible {
    let version: String
    let recording: String
    let scenarios: [String]
    /// Played, not counted: they leave dashboards in the trash that a counted scenario lists.
    let background: [String]
    /// Hundredths of the answers that not every server gives to any unknown path.
    let leastPercent: Double

    var testDescription: String { recording }
  }

  private static let expectations = [
    Expectation(version: "9.3", recording: "9.3.2", scenarios: counted, background: [], leastPercent: 99),
    Expectation(
      version: "12.4", recording: "12.4.0",
      scenarios: counted + ["kubernetes_apis", "kubernetes_listing"],
      background: [
        "library_elements", "legacy_alert", "preferences", "annotations", "public_dashboards",
        "snapshots_and_others",
      ], leastPercent: 98.5),
  ]

  @Test("answers as the real server did", .enabled(if: isPossible), arguments: expectations)
  func agrees(_ expected: Expectation) async throws {
    let folder = try TemporaryDirectory()
    let emulator = try GrafanaEmulator(version: expected.version, adminPassword: SecretValue("admin"))
    let last = expected.scenarios.count - expected.scenarios.count { $0.hasPrefix("kubernetes") }
    let order =
      Array(expected.scenarios[..<last]) + expected.background + Array(expected.scenarios[last...])
    let played = try await ChildProcess(
      Self.python,
      [
        Self.recorder, "--url", emulator.url, "--out", folder.path, "--only", order.joined(separator: ","),
        "--timeout", "600", "--wait", "600",
      ],
      deadline: .seconds(1200)
    ).run()
    #expect(played.isSuccess, "\(String(decoding: played.errorOutput.suffix(2000), as: UTF8.self))")
    let compared = try await ChildProcess(
      Self.python,
      [Self.comparer, SharedData.path("grafana-recordings/" + expected.recording), folder.path]
        + ["--scenario"] + expected.scenarios
        + ["--min-known", String(expected.leastPercent), "--show", "40"],
      deadline: .seconds(1200)
    ).run()
    let report = String(decoding: compared.output, as: UTF8.self)
    // The figures are what docs/emulator.md publishes.
    for line in report.split(separator: "\n").suffix(2) { print("Grafana \(expected.recording): \(line)") }
    #expect(compared.isSuccess, "\(report.suffix(6000))")
    #expect(report.contains("agreement: "))
  }
}
