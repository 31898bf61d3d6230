import Base
import HTTP
import TestSupport

/// A workspace in a process of its own, so that its work does not count as ours.
struct EmulatorProgram {
  let url: String
  private let process: RunningProgram
  private let folder: TemporaryDirectory
  private let port: LoopbackPort
  static let password = "bench"

  /// - Parameters:
  ///   - saveMilliseconds: how long each save takes; zero answers as fast as it can.
  ///   - slowed: the paths whose saves take that long.
  init(
    version: String, saveMilliseconds: Int = 0, slowed: String = "/api*"
  ) async throws {
    folder = try TemporaryDirectory()
    port = try LoopbackPort()
    url = "http://127.0.0.1:\(port.number)"
    var arguments = [
      "emulate", "grafana", "--listen", "127.0.0.1:\(port.number)", "--grafana-version", version,
      "--admin-password",
      Self.password,
    ]
    if saveMilliseconds > 0 {
      let rules = ["POST", "PUT"].map { method in
        """
        {"method": "\(method)", "path": "\(slowed)", "effect": {"latencyMilliseconds": \(saveMilliseconds)}}
        """
      }
      let faults = "{\"rules\": [\(rules.joined(separator: ", "))]}"
      arguments += ["--faults", try folder.write(faults, to: "faults.json")]
    }
    process = try RunningProgram(Machine.programs + "/sluice", arguments)
    try await Self.waitFor(url)
  }

  func stop() { process.stop() }

  /// As `RunningProgram.processorSeconds`.
  var processorSeconds: Double? { process.processorSeconds }

  private static func waitFor(_ url: String) async throws {
    let client = HTTPClient()
    let request = HTTPRequest(.get, try HTTPURL(url + "/api/health"))
    let isUp = await eventually(within: .seconds(20)) { (try? await client.send(request))?.isSuccess == true }
    if !isUp { throw BenchFailure("the emulator does not answer at \(url)") }
  }
}
