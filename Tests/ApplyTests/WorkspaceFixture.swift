import Apply
import Base
import Documents
import Grafana
import GrafanaEmulator
import HTTP
import Plan
import Platform
import Render
import Synchronization
import TestSupport

/// An emulated workspace as a target. No wait takes any time.
final class WorkspaceFixture {
  let emulator: GrafanaEmulator
  let copies: KeptCopies
  let memory = RememberedParts()
  let time = ImpatientTime()
  let target: WorkspaceTarget
  static let digestKey: [UInt8] = [1, 2, 3]
  let capabilities: ServerCapabilities

  init(_ version: String, copies: KeptCopies = KeptCopies()) async throws {
    emulator = try GrafanaEmulator(version: version, adminPassword: SecretValue("secret"))
    self.copies = copies
    let token = emulator.makeToken(named: "sluice", role: .admin)
    let session = GrafanaSession(
      GrafanaSession.Settings(
        url: try HTTPURL(emulator.url), authorization: .bearer(token), timeout: .seconds(600), scrub: { $0 }),
      client: HTTPClient(), time: time, random: FixedRandom(0))
    capabilities = try await session.probe()
    target = WorkspaceTarget(
      session, capabilities: capabilities, observer: WorkspaceObserver(session, capabilities: capabilities),
      marked: MarkedWrites(session, capabilities: capabilities), copies: copies, memory: memory,
      access: AccessRemedies(token: "the token"), digestKey: Self.digestKey)
    emulator.clearLog()
  }

  deinit { emulator.stop() }

  /// Does something behind the program's back.
  @discardableResult
  func act(_ method: String, _ path: String, _ body: JSON = [:]) -> Int {
    emulator.perform(method, path, body: JSONWriter.string(body), as: "alice", role: .admin).status
  }

  func get(_ path: String) throws -> JSON {
    try JSONParser.parse(
      emulator.perform("GET", path, as: "alice", role: .admin).body, options: .lenient)
  }

  func save(_ uid: String, _ title: String, folder: String = "", text: String = "") {
    act(
      "POST", "/api/dashboards/db",
      [
        "dashboard": ["uid": .string(uid), "title": .string(title), "description": .string(text)],
        "folderUid": .string(folder), "overwrite": true,
      ])
  }

  /// What becomes of one action: `written` with the version, or the failure's kind and message.
  func perform(_ action: Action, _ body: DesiredBody?) async -> String {
    do throws(TargetFailure) {
      let written = try await target.perform(action, body: body, origin: ApplyFixture.origin)
      return "written \(written.version.map(String.init) ?? "-")"
    } catch {
      return "\(error.kind) \(error.message)"
    }
  }

  /// `METHOD path` of the writes that came, with the status that they were answered with.
  var writes: [String] {
    emulator.requests.filter { $0.method != "GET" }.map { "\($0.method) \($0.target) \($0.status)" }
  }

  /// Lets requests of this kind meet a fault, so many times.
  func fault(_ method: String, _ path: String, _ effect: FaultEffect, times: Int = 1) {
    var rule = FaultRule(method: method, path: path, effect)
    rule.times = times
    emulator.use(FaultPlan([rule]))
  }
}

/// A clock on which every sleep is over at once.
final class ImpatientTime: TimeSource {
  private let slept = Mutex(Duration.zero)
  private let disturbance = Mutex<(@Sendable () -> Void)?>(nil)

  /// Something that happens once, during the next sleep.
  func meanwhile(_ disturbance: @escaping @Sendable () -> Void) {
    self.disturbance.withLock { $0 = disturbance }
  }

  var now: Timestamp { Timestamp(secondsSinceEpoch: 1_795_269_791) + elapsed }
  var elapsed: Duration { slept.withLock { $0 } }

  func sleep(for duration: Duration) async throws(CancellationError) {
    slept.withLock { $0 += duration }
    let happening = disturbance.withLock { disturbance in
      defer { disturbance = nil }
      return disturbance
    }
    happening?()
  }
}
