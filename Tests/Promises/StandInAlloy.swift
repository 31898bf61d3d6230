import Documents
import Foundation
import HTTPServer
import Synchronization

/// Plays a running Grafana Alloy: takes its file as a whole or answers 400 and goes on as it was, and tells its components.
final class StandInAlloy: Sendable {
  private struct State {
    var components: [String] = []
    var reloads = 0
    var refusesText: String?
  }

  /// What it remembers, apart from the server that asks for it.
  private final class Memory: Sendable {
    let state = Mutex(State())
  }

  private let memory = Memory()
  private let server: HTTPServer

  /// - Parameter file: its configuration.
  init(file: String) throws {
    let memory = self.memory
    server = try HTTPServer { request in
      let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
      return memory.state.withLock { Self.answer(request, text, &$0) }
    }
  }

  var url: String { server.url }
  var reloads: Int { memory.state.withLock(\.reloads) }
  var components: [String] { memory.state.withLock(\.components) }

  /// Refuses files that hold a text, with 400 and the reason.
  func refuse(_ text: String?) { memory.state.withLock { $0.refusesText = text } }

  func stop() { server.stop() }

  private static func answer(_ request: ServerRequest, _ text: String, _ state: inout State) -> ServerResponse
  {
    switch request.rawPath {
    case "/-/reload":
      state.reloads += 1
      if let part = state.refusesText, text.contains(part) {
        return ServerResponse(
          status: 400, body: Array("error during the initial load: \(part) hush-reason".utf8))
      }
      state.components = names(text)
      return ServerResponse(status: 200, body: Array("config reloaded\n".utf8))
    case "/-/ready": return ServerResponse(status: 200, body: Array("Alloy is ready.\n".utf8))
    case "/-/healthy": return ServerResponse(status: 200)
    case "/api/v0/web/components":
      let list = state.components.map { name -> JSON in
        [
          "localID": .string(name), "moduleID": "",
          "health": ["state": "healthy", "message": ""],
        ]
      }
      return ServerResponse(status: 200, body: Array(JSONWriter.string(.array(list)).utf8))
    default: return ServerResponse(status: 404)
    }
  }

  /// Of the blocks with labels at the outermost level: `prometheus.scrape "a" {`.
  private static func names(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "\"")
      guard parts.count == 3, line.first?.isLetter == true, parts[2] == " {" else { return nil }
      return "\(parts[0].dropLast()).\(parts[1])"
    }
  }
}
