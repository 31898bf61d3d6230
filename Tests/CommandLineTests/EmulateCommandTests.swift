import Base
import Documents
import HTTP
import Platform
import TestSupport
import Testing

@testable import CommandLine

@Suite struct EmulateCommandTests {
  /// Starts the emulator, asks it, and stops it.
  private func answer(
    _ arguments: [String], user: String = "admin", password: String = "admin", path: String = "/api/org"
  ) async throws -> (status: Int, run: CommandRun) {
    let signals = SignalSource()
    let output = CapturedText()
    async let run = CommandRun.of(
      ["emulate", "grafana", "--listen", "127.0.0.1:0", "-o", "json"] + arguments, signals: signals,
      output: output)
    #expect(await eventually { output.text.hasSuffix("\n") })
    let url = try JSONParser.parse(Array(output.text.utf8))["url"]?.stringValue ?? ""
    var request = HTTPRequest(.get, try HTTPURL(url + path))
    request.secretHeaders = [.basic(user: user, password: SecretValue(password))]
    request.deadline = .seconds(60)
    let response = try? await HTTPClient().send(request)
    signals.send(.terminate)
    return (response?.status ?? 0, await run)
  }

  @Test func servesUntilItIsStopped() async throws {
    let (status, run) = try await answer([])
    #expect(status == 200)
    #expect(run.status == .success && run.errors.isEmpty)
    #expect(run.output.contains("\"grafana\":\"12.4.0\",\"user\":\"admin\""))
  }

  @Test func playsTheVersionAndPasswordThatAreAskedFor() async throws {
    let (right, run) = try await answer(
      ["--grafana-version", "9.3", "--admin-password", "other"], password: "other")
    #expect(right == 200 && run.output.contains("\"grafana\":\"9.3.2\""))
    let (wrong, _) = try await answer(["--admin-password", "other"])
    #expect(wrong == 401)
  }

  @Test func legacyAlertingLeavesTheUnifiedOut() async throws {
    let path = "/api/v1/provisioning/contact-points"
    let (unified, _) = try await answer(["--grafana-version", "9.4"], path: path)
    #expect(unified == 200)
    let (legacy, run) = try await answer(["--grafana-version", "9.4", "--alerting", "legacy"], path: path)
    #expect(legacy == 404 && run.output.contains("\"grafana\":\"9.4.0-pre\""))
    let refused = await CommandRun.of([
      "emulate", "grafana", "--listen", "127.0.0.1:0", "--alerting", "legacy",
    ])
    #expect(refused.status == .failure)
    #expect(
      refused.errors == "error: Grafana 12.4 has unified alerting only; legacy alerting is there up to 10.4\n"
    )
  }

  @Test func faultsComeFromAFile() async throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write(
      "{\"rules\": [{\"path\": \"/api/org\", \"effect\": {\"status\": 503}}]}", to: "f.json")
    let (status, _) = try await answer(["--faults", file])
    #expect(status == 503)
    let broken = try folder.write("{\"ruls\": []}", to: "broken.json")
    let run = await CommandRun.of(["emulate", "grafana", "--listen", "127.0.0.1:0", "--faults", broken])
    #expect(
      run.errors == "error: \(broken): unknown field ruls, did you mean rules?\n" && run.status == .failure)
  }

  @Test(arguments: [
    ("abc", "error: --grafana-version abc is no version; write for example 9.3 or 12.4\n"),
    ("7.5", "error: Grafana 7.5 is older than what the emulator plays"),
  ])
  func refusesVersions(_ version: String, _ expected: String) async {
    let run = await CommandRun.of([
      "emulate", "grafana", "--listen", "127.0.0.1:0", "--grafana-version", version,
    ])
    #expect(run.status == .failure && run.errors.hasPrefix(expected), "\(run.errors)")
  }
}
