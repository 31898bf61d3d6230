import Base
import Documents
import GrafanaEmulator
import HTTPServer
import TestSupport

/// An emulator and one client of it.
final class EmulatorSession {
  let emulator: GrafanaEmulator
  private let client: LoopbackClient
  var authorization = "Basic " + Base64.encode(Array("admin:secret".utf8))

  /// What a server answered, read as JSON where it is.
  struct Answer {
    let status: Int
    let json: JSON
    let text: String
    let headers: LoopbackClient.Answer

    var message: String { json["message"]?.stringValue ?? "" }
  }

  init(
    _ version: String, alerting: AlertingSystem = .unified, faults: FaultPlan = FaultPlan()
  ) throws {
    emulator = try GrafanaEmulator(
      version: version, alerting: alerting, adminPassword: SecretValue("secret"), faults: faults)
    client = LoopbackClient(port: emulator.address.port)
  }

  @discardableResult
  func send(
    _ method: String, _ target: String, _ body: JSON? = nil, headers: [(String, String)] = [],
    type: String = "application/json"
  ) async throws -> Answer {
    let bytes = body.map { JSONWriter.bytes($0) }
    var all = [("Authorization", authorization)] + headers
    if bytes != nil { all.append(("Content-Type", type)) }
    let answer = try await client.send(method, target, headers: all, body: bytes)
    let json = (try? JSONParser.parse(answer.body, options: .lenient)) ?? .null
    return Answer(status: answer.status, json: json, text: answer.text, headers: answer)
  }

  /// Saves a dashboard through the old API.
  @discardableResult
  func save(
    _ uid: String, title: String, folder: String = "", text: String = "", message: String = "",
    overwrite: Bool = true
  ) async throws -> Answer {
    try await send(
      "POST", "/api/dashboards/db",
      [
        "dashboard": ["uid": .string(uid), "title": .string(title), "description": .string(text)],
        "folderUid": .string(folder), "message": .string(message), "overwrite": .bool(overwrite),
      ])
  }
}

/// Paths of the Kubernetes-style API and the header for lists without bodies.
enum Kubernetes {
  static let dashboards = "/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards"
  static let folders = "/apis/folder.grafana.app/v1beta1/namespaces/default/folders"
  static let metadataOnly = [("Accept", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")]

  static func listVersion(_ session: EmulatorSession, _ path: String) async throws -> Int {
    let answer = try await session.send("GET", path + "?limit=1", headers: metadataOnly)
    return Int(answer.json["metadata"]?["resourceVersion"]?.stringValue ?? "") ?? 0
  }
}
