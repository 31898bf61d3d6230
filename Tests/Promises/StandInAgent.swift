import Base
import Documents
import Foundation
import HTTPServer
import Synchronization

/// Plays a running Grafana Agent or Grafana Alloy: reads its file when it is asked to, and tells what it runs.
final class StandInAgent: Sendable {
  enum Program {
    case agent
    /// Takes its file as a whole or answers 400 and goes on as it was.
    case alloy
  }

  private struct State {
    var program: Program
    var file: String
    /// What is run.
    var text = ""
    var reloads = 0
    var refusesText: String?
    /// Counts the starts.
    var starts = 1
    /// Answers with a page where it knows nothing, as what stands before an agent may do.
    var hasPages: Bool
    /// Components are not healthy while a file with this text is run.
    var ailsText: String?

    /// Of the blocks with labels at the outermost level: `prometheus.scrape "a" {`. What Alloy makes of an agent's file is its
    /// own affair, and here one component.
    var components: [String] {
      if text.hasPrefix("metrics:") || text.hasPrefix("server:") { return ["prometheus.remote_write.own"] }
      return text.split(separator: "\n").compactMap { line in
        let parts = line.split(separator: "\"")
        guard parts.count == 3, line.first?.isLetter == true, parts[2] == " {" else { return nil }
        return "\(parts[0].dropLast()).\(parts[1])"
      }
    }

    var health: String { ailsText.map { text.contains($0) } == true ? "unhealthy" : "healthy" }
  }

  /// What it remembers, apart from the server that asks for it.
  private final class Memory: Sendable {
    let state: Mutex<State>

    init(_ state: State) { self.state = Mutex(state) }
  }

  private let memory: Memory
  private let server: HTTPServer

  /// - Parameter file: its configuration.
  init(_ program: Program = .agent, file: String, hasPages: Bool = false) throws {
    let memory = Memory(State(program: program, file: file, hasPages: hasPages))
    self.memory = memory
    server = try HTTPServer { request in memory.state.withLock { Self.answer(request, &$0) } }
  }

  var url: String { server.url }
  var reloads: Int { memory.state.withLock(\.reloads) }
  var components: [String] { memory.state.withLock(\.components) }

  /// Refuses files that hold a text, with 400.
  func refuse(_ text: String?) { memory.state.withLock { $0.refusesText = text } }

  /// Is stopped, and another program with its own file is started at its address, or the same once more.
  func restart(_ program: Program = .agent, file: String) {
    memory.state.withLock {
      $0.program = program
      $0.file = file
      $0.text = Self.content(file)
      $0.starts += 1
    }
  }

  /// Runs files that hold a text, with components that are not healthy.
  func ail(from text: String?) { memory.state.withLock { $0.ailsText = text } }

  func stop() { server.stop() }

  private static func content(_ file: String) -> String {
    (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
  }

  private static func answer(_ request: ServerRequest, _ state: inout State) -> ServerResponse {
    switch (request.rawPath, state.program) {
    case ("/-/reload", _):
      state.reloads += 1
      let text = content(state.file)
      if let part = state.refusesText, text.contains(part) {
        return ServerResponse(
          status: 400, body: Array("error during the initial load: \(part) hush-reason".utf8))
      }
      state.text = text
      return ServerResponse(status: 200, body: Array("config reloaded\n".utf8))
    case ("/-/ready", _): return json(["status": "success"])
    case ("/agent/api/v1/logs/targets", .agent): return json(["status": "success"])
    case ("/agent/api/v1/metrics/instances", .agent): return names(of: "metrics", state.text)
    case ("/agent/api/v1/logs/instances", .agent): return names(of: "logs", state.text)
    case ("/-/healthy", .alloy): return ServerResponse(status: 200)
    case ("/api/v0/web/components", .alloy):
      return json(
        .array(
          state.components.map { name in
            [
              "localID": .string(name), "moduleID": "",
              "health": ["state": .string(state.health), "message": ""],
            ]
          }))
    case ("/metrics", _):
      return ServerResponse(
        status: 200, body: Array("a 1\nprocess_start_time_seconds \(state.starts)\nz 1\n".utf8))
    default: return state.program == .alloy || state.hasPages ? page : ServerResponse(status: 404)
    }
  }

  /// Alloy shows it at every address that it does not know (grafana/alloy, internal/web/ui/ui.go).
  private static let page = ServerResponse(
    status: 200, headers: HeaderFields([("Content-Type", "text/html; charset=utf-8")]),
    body: Array("<!doctype html><title>Grafana Alloy</title>".utf8))

  private static func names(of section: String, _ text: String) -> ServerResponse {
    let document = (try? YAMLParser.documents(in: text))?.first?.root.json
    let names = (document?[section]?["configs"]?.arrayValue ?? []).compactMap { $0["name"] }
    return json(["status": "success", "data": .array(names)])
  }

  private static func json(_ value: JSON) -> ServerResponse {
    ServerResponse(status: 200, body: Array(JSONWriter.string(value).utf8))
  }
}
