import Base
import Documents
import Foundation
import GrafanaEmulator
import Platform
import TestSupport
import Testing

/// Holds the emulator to the recordings of real servers: plays all of a recording's scenarios against it, in the order
/// in which they were recorded, and counts how many answers agree.
@Suite("Agreement with recordings of Grafana")
struct AgreementTests {
  private static let recorder = SharedData.path("../tools/record_grafana.py")
  private static let comparer = SharedData.path("../tools/compare_recordings.py")
  private static let python = "/usr/bin/python3"

  private static let isPossible =
    SharedData.isPresent("grafana-recordings") && FileManager.default.fileExists(atPath: recorder)
    && FileManager.default.fileExists(atPath: python)

  @Test("answers as the real server did", .enabled(if: isPossible), arguments: AgreementExpectation.all)
  func agrees(_ expected: AgreementExpectation) async throws {
    let folder = try TemporaryDirectory()
    let real = SharedData.path("grafana-recordings/" + expected.recording)
    let emulator = try GrafanaEmulator(
      version: expected.version, alerting: expected.alerting, adminPassword: SecretValue("admin"))
    let played = try await ChildProcess(
      Self.python,
      [
        Self.recorder, "--url", emulator.url, "--out", folder.path, "--only",
        try Self.scenarios(of: real).joined(separator: ","), "--timeout", "600", "--wait", "600",
      ],
      deadline: .seconds(1200)
    ).run()
    #expect(played.isSuccess, "\(String(decoding: played.errorOutput.suffix(2000), as: UTF8.self))")
    let figures = folder.path + "/figures.json"
    let compared = try await ChildProcess(
      Self.python, [Self.comparer, real, folder.path, "--json", figures, "--show", "1000"],
      deadline: .seconds(1200)
    ).run()
    let report = String(decoding: compared.output, as: UTF8.self)
    #expect(compared.isSuccess, "\(report.suffix(6000))")
    let agreeing = try Self.json(figures)["known_paths_agree"]?.intValue ?? 0
    for line in report.split(separator: "\n").suffix(2) { print("Grafana \(expected.recording): \(line)") }
    #expect(agreeing >= expected.least, "\(report.suffix(6000))")
  }

  /// In the order in which they were played.
  private static func scenarios(of recording: String) throws -> [String] {
    let rows = try #require(try json(recording + "/meta.json")["scenarios"]?.arrayValue)
    return rows.compactMap { $0["scenario"]?.stringValue }
  }

  private static func json(_ path: String) throws -> JSON {
    try JSONParser.parse(try FileSystem.read(path, limit: 64 << 20))
  }
}
