import GrafanaEmulator
import Testing

/// What the emulator must reach against one recording.
struct AgreementExpectation: Sendable, CustomTestStringConvertible {
  /// The folder in `grafana-recordings`.
  let recording: String
  let version: String
  var alerting = AlertingSystem.unified
  /// How many answers agree, of those that not every server gives to any unknown path. The figure is what was reached:
  /// it only goes up, and docs/emulator.md publishes it.
  let least: Int

  var testDescription: String { recording }

  static let all = [
    AgreementExpectation(recording: "8.4.11", version: "8.4", least: 796),
    AgreementExpectation(recording: "8.4.11-legacy", version: "8.4", alerting: .legacy, least: 81),
    AgreementExpectation(recording: "8.5.9", version: "8.5", least: 798),
    AgreementExpectation(recording: "9.3.2", version: "9.3", least: 1321),
    AgreementExpectation(recording: "9.4.0-pre", version: "9.4", least: 1326),
    AgreementExpectation(recording: "10.1.5", version: "10.1", least: 1343),
    AgreementExpectation(recording: "12.4.0", version: "12.4", least: 1333),
  ]
}
