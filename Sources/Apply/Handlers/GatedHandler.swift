import Base
import Grafana
import Plan
import Render

/// Lets one write at a time into what a workspace keeps in one document: contact points, policies, mute timings and
/// templates. Each write stores the whole document, and of two at once one is refused (reference grafana-http-api.md section
/// 6.7), also where they come from two environments.
struct GatedHandler: ObjectHandler {
  let handler: any ObjectHandler
  let gate: Gate

  func remembersAdoption(by action: Action) -> Bool { handler.remembersAdoption(by: action) }

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    try await handler.inspect(subject)
  }

  func foresee(_ subject: ForesightSubject) throws(GrafanaError) -> Foresight {
    try handler.foresee(subject)
  }

  func adopt(_ action: Action, body: DesiredBody) async throws(GrafanaError) {
    try await handler.adopt(action, body: body)
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    try await alone { () async throws(GrafanaError) -> Written in
      try await handler.write(action, body: body, message: message)
    }
  }

  func delete(_ action: Action) async throws(GrafanaError) {
    try await alone { () async throws(GrafanaError) -> Void in try await handler.delete(action) }
  }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? {
    try await handler.copy(key, reason: reason)
  }

  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError) {
    try await alone { () async throws(GrafanaError) -> Void in
      try await handler.restore(copy, message: message)
    }
  }

  private func alone<Result: Sendable>(
    _ work: () async throws(GrafanaError) -> Result
  ) async throws(GrafanaError) -> Result {
    await gate.enter()
    do throws(GrafanaError) {
      let result = try await work()
      await gate.leave()
      return result
    } catch {
      await gate.leave()
      throw error
    }
  }
}
