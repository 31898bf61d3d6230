import Base
import HTTP

/// What the program is compared with: the same objects, sent on some connections without a look at what is there.
struct BareLoop {
  /// One request.
  struct Save: Sendable {
    let method: HTTPMethod
    let path: String
    let body: [UInt8]
  }

  static let connections = 4

  /// - Parameter phases: one after the other, since what lies in a folder needs it; the saves of a phase go side by side.
  /// - Returns: how long it takes on an empty workspace, in seconds.
  static func time(_ phases: [[Save]], saveMilliseconds: Int, slowed: String) async throws -> Double {
    let emulator = try await EmulatorProgram(
      version: "12.4", saveMilliseconds: saveMilliseconds, slowed: slowed)
    defer { emulator.stop() }
    let client = HTTPClient()
    let clock = ContinuousClock()
    let begun = clock.now
    for phase in phases { try await send(phase, to: emulator.url, by: client) }
    return seconds(clock.now - begun)
  }

  static func send(_ saves: [Save], to url: String, by client: HTTPClient = HTTPClient()) async throws {
    let authorization = SecretHeader.basic(user: "admin", password: SecretValue(EmulatorProgram.password))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lane in 0..<connections {
        group.addTask {
          for index in stride(from: lane, to: saves.count, by: connections) {
            let save = saves[index]
            var request = HTTPRequest(
              save.method, try HTTPURL(url + save.path), headers: ["Content-Type": "application/json"],
              body: save.body)
            request.secretHeaders = [authorization]
            let response = try await client.send(request)
            guard response.isSuccess else {
              throw BenchFailure("the bare loop was answered \(response.status) to \(save.path)")
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
