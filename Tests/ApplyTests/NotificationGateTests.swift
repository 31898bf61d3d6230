import Base
import Grafana
import Plan
import Render
import Synchronization
import Testing

@testable import Apply

/// What a workspace keeps in one document is written by one writer at a time.
@Suite struct NotificationGateTests {
  @Test func aWorkspaceHasOneGateForAllEnvironments() {
    let gates = NotificationGates()
    #expect(gates.gate(of: "https://a") === gates.gate(of: "https://a"))
    #expect(gates.gate(of: "https://a") !== gates.gate(of: "https://b"))
  }

  @Test func writesGoThroughOneAfterTheOther() async throws {
    let counter = CountingHandler()
    let gates = NotificationGates()
    // Each environment has handlers of its own.
    let handlers = (0..<4).map { _ in GatedHandler(handler: counter, gate: gates.gate(of: "https://a")) }
    let action = ApplyFixture.action(.update, .muteTiming, "nights")
    await withTaskGroup(of: Void.self) { group in
      for round in 0..<40 {
        let handler = handlers[round % handlers.count]
        group.addTask {
          if round % 3 == 0 {
            try? await handler.delete(action)
          } else {
            _ = try? await handler.write(action, body: .dashboard(DashboardBody([:])), message: "")
          }
        }
      }
    }
    #expect(counter.most == 1)
    #expect(counter.all == 40)
  }
}

/// Counts how many calls are in it at once; every third one fails.
private final class CountingHandler: ObjectHandler {
  private struct Counts {
    var now = 0
    var most = 0
    var all = 0
  }

  private let counts = Mutex(Counts())
  var most: Int { counts.withLock { $0.most } }
  var all: Int { counts.withLock { $0.all } }

  private func pass() async throws(GrafanaError) {
    let number = counts.withLock { counts in
      counts.now += 1
      counts.all += 1
      counts.most = max(counts.most, counts.now)
      return counts.all
    }
    for _ in 0..<5 { await Task.yield() }
    counts.withLock { $0.now -= 1 }
    if number % 3 == 0 {
      throw GrafanaError(kind: .refused, status: 400, call: "PUT", message: "no")
    }
  }

  func inspect(_ subject: InspectionSubject) async throws(GrafanaError) -> Inspection {
    Inspection(digest: nil)
  }

  func write(_ action: Action, body: DesiredBody, message: String) async throws(GrafanaError) -> Written {
    try await pass()
    return Written(digest: Digest(of: ""))
  }

  func delete(_ action: Action) async throws(GrafanaError) { try await pass() }

  func copy(_ key: ObjectKey, reason: String) async throws(GrafanaError) -> ObjectCopy? { nil }

  func restore(_ copy: ObjectCopy, message: String) async throws(GrafanaError) { try await pass() }
}
