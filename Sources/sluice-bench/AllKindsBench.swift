import Base
import Documents
import HTTP
import Reconcile
import Report

/// A workspace with objects of every kind: what an unchanged cycle costs, and what the first one takes beside a bare loop
/// that sends the same objects.
enum AllKindsBench {
  private static let size = Workload.Size.all
  /// As in `ColdBench`: what a save was measured to take on a real Grafana 12.4.
  private static let saveMilliseconds = 65
  private static let connections = 4

  static func run(_ figures: inout Figures) async throws {
    figures.tell(
      "\(size.dashboards) dashboards, \(size.ruleGroups * Workload.rulesPerGroup) alert rules in \(size.ruleGroups) groups, "
        + "\(size.datasources) data sources, \(size.folders) folders, \(size.contactPoints) contact points")
    for (version, name) in [("9.3", "v9"), ("12.4", "v12")] {
      let result = try await UnchangedBench.measure(size, version)
      figures.tell(
        "  unchanged cycle, Grafana \(version): \(result.requests) requests, \(result.bytes) bytes, \(result.writes) writes; "
          + "the slice \(rounded(result.slice)) requests more")
      figures.set("unchanged_requests_all_\(name)", result.requests)
      figures.set("unchanged_writes_all_\(name)", result.writes)
    }
    let ours = try await converge()
    let theirs = try await bareLoop()
    figures.tell(
      "  first cycle, Grafana 12.4, saves of \(saveMilliseconds) ms: ours \(rounded(ours)) s, bare loop \(rounded(theirs)) s, "
        + "ratio \(rounded(ours / theirs))")
    figures.set("cold_ratio_all", ours / theirs)
  }

  private static func converge() async throws -> Double {
    let emulator = try await EmulatorProgram(
      version: "12.4", saveMilliseconds: saveMilliseconds, slowed: "/api/*")
    defer { emulator.stop() }
    let workload = try await Workload(size, workspace: emulator.url)
    let (reconciler, state) = try await workload.reconciler(rounds: 60)
    let clock = ContinuousClock()
    let begun = clock.now
    let report = await reconciler.cycle()
    let duration = clock.now - begun
    await reconciler.close()
    withExtendedLifetime(state) {}
    guard report.state == .success else {
      throw BenchFailure("the cycle did not converge: \(CycleText.render(report, now: report.started))")
    }
    return seconds(duration)
  }

  /// One request of the bare loop.
  private struct Save: Sendable {
    let method: HTTPMethod
    let path: String
    let body: [UInt8]
  }

  /// Kind after kind, since what lies in a folder needs it; within a kind on all connections at once.
  private static func bareLoop() async throws -> Double {
    let emulator = try await EmulatorProgram(
      version: "12.4", saveMilliseconds: saveMilliseconds, slowed: "/api/*")
    defer { emulator.stop() }
    let client = HTTPClient()
    let phases = saves()
    let clock = ContinuousClock()
    let begun = clock.now
    for phase in phases { try await send(phase, to: emulator.url, client) }
    return seconds(clock.now - begun)
  }

  private static func send(_ saves: [Save], to url: String, _ client: HTTPClient) async throws {
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

  private static func saves() -> [[Save]] {
    func post(_ path: String, _ body: JSON) -> Save {
      Save(method: .post, path: path, body: JSONWriter.bytes(body))
    }
    return [
      (0..<size.folders).map {
        post("/api/folders", ["uid": .string("folder-\($0)"), "title": .string("Folder \($0)")])
      },
      (0..<size.datasources).map { index in
        post(
          "/api/datasources",
          [
            "uid": .string("source-\(index)"), "name": .string("source-\(index)"), "type": "prometheus",
            "access": "proxy", "url": .string("http://prometheus-\(index).example.org:9090"),
          ])
      },
      (0..<size.dashboards).map { index in
        let body =
          "{\"dashboard\": \(Workload.model(index, size)), \"folderUid\": \"folder-\(index % size.folders)\"}"
        return Save(method: .post, path: "/api/dashboards/db", body: Array(body.utf8))
      },
      (0..<size.contactPoints).map { index in
        post(
          "/api/v1/provisioning/contact-points",
          [
            "uid": .string("receiver-\(index)"), "name": .string("team-\(index)"), "type": "email",
            "settings": ["addresses": .string("team-\(index)@example.org")],
          ])
      },
      (0..<size.ruleGroups).map { ruleGroup($0) },
    ]
  }

  private static func ruleGroup(_ index: Int) -> Save {
    let rules = (0..<Workload.rulesPerGroup).map { number -> JSON in
      [
        "uid": .string("rule-\(index)-\(number)"), "title": .string("Service \(index) \(number) is slow"),
        "condition": "A", "noDataState": "NoData", "execErrState": "Error", "for": "5m",
        "data": [
          [
            "refId": "A", "datasourceUid": .string("source-\(index % size.datasources)"),
            "relativeTimeRange": ["from": 600, "to": 0],
            "model": ["refId": "A", "expr": "up", "intervalMs": 1000, "maxDataPoints": 43200],
          ]
        ],
      ]
    }
    let body: JSON = ["interval": 60, "rules": .array(rules)]
    return Save(
      method: .put,
      path: "/api/v1/provisioning/folder/folder-\(index % size.folders)/rule-groups/rules-\(index)",
      body: JSONWriter.bytes(body))
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
