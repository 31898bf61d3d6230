import Base
import Documents
import Foundation
import HTTPServer
import Synchronization

/// Plays a running Grafana Agent: reads its file when it is asked to, and tells what it runs.
final class StandInAgent: Sendable {
  private struct State {
    var running: JSON = [:]
    var reloads = 0
    var refusesText: String?
    var losesText: String?
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

  /// Refuses files that hold a text, with 400.
  func refuse(_ text: String?) { memory.state.withLock { $0.refusesText = text } }

  /// Takes files that hold a text, and runs nothing of them.
  func lose(_ text: String?) { memory.state.withLock { $0.losesText = text } }

  func stop() { server.stop() }

  private static func answer(_ request: ServerRequest, _ text: String, _ state: inout State) -> ServerResponse
  {
    switch request.rawPath {
    case "/-/reload":
      state.reloads += 1
      if let part = state.refusesText, text.contains(part) { return ServerResponse(status: 400) }
      let document = (try? YAMLParser.documents(in: text))?.first?.root.json ?? [:]
      state.running = state.losesText.map { text.contains($0) } == true ? [:] : document
      return ServerResponse(status: 200)
    case "/-/ready", "/agent/api/v1/logs/targets": return json(["status": "success"])
    case "/agent/api/v1/metrics/instances": return names(state.running["metrics"])
    case "/agent/api/v1/logs/instances": return names(state.running["logs"])
    default: return ServerResponse(status: 404)
    }
  }

  private static func names(_ section: JSON?) -> ServerResponse {
    let names = (section?["configs"]?.arrayValue ?? []).compactMap { $0["name"] }
    return json(["status": "success", "data": .array(names)])
  }

  private static func json(_ value: JSON) -> ServerResponse {
    ServerResponse(status: 200, body: Array(JSONWriter.string(value).utf8))
  }
}
