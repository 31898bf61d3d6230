import Base
import Documents
import Git
import Platform
import Report
import Store
import TestSupport

@testable import Reconcile

/// A state directory and an environment that reports to GitHub; processes come and go on it.
final class ReportingFixture: Sendable {
  static let start = Timestamp(millisecondsSinceEpoch: 1_795_270_031_000)

  let folder: TemporaryDirectory
  let state: StateDirectory
  let environment: EnvironmentSettings
  let log = CapturedLog()

  /// - Parameter address: of the repository whose commits get statuses, where it is not the source.
  init(address: String? = nil) async throws {
    folder = try TemporaryDirectory()
    state = try await StateDirectory.open(folder.file("state"))
    var environment = EnvironmentSettings(
      name: "prod",
      source: SourceSettings(
        url: try GitURL("https://github.com/octo/config.git"), reference: .branch("main")))
    environment.secretsDirectory = folder.file("secrets")
    try folder.write("ghp_first", to: "secrets/sluice/github/token")
    if let address { try folder.write(address + "\n", to: "secrets/sluice/github/address") }
    environment.status = try StatusSettings(
      source: environment.source.url,
      secret: SourceSettings.SecretName(namespace: "sluice", name: "github"),
      secretsDirectory: environment.secretsDirectory)
    self.environment = environment
  }

  var store: SQLiteStore { state.store }

  /// As a process has it that was just started.
  func publisher() -> Publisher { Publisher(environment, store: store, log: Log(to: log)) }

  /// The newest status of each commit, as `state: description`, by the first digits of the commit.
  func statuses() async throws -> [String: String] {
    var found: [String: String] = [:]
    for waiting in try await store.dueMessages(at: Self.start + .seconds(86_400), limit: 2_000) {
      guard let status = GitHubStatus(payload: waiting.message.payload) else { continue }
      found[String(status.commit.prefix(2))] = "\(status.status.state.rawValue): \(status.status.description)"
    }
    return found
  }

  /// How many statuses of each state wait.
  func waitingStates() async throws -> [String: Int] {
    let waiting = try await store.dueMessages(at: Self.start + .seconds(86_400), limit: 2_000)
    return Dictionary(
      waiting.compactMap { GitHubStatus(payload: $0.message.payload).map { ($0.status.state.rawValue, 1) } },
      uniquingKeysWith: +)
  }

  /// Everything that waits is taken by the host.
  func deliverAll() async throws {
    for waiting in try await store.dueMessages(at: Self.start + .seconds(86_400), limit: 2_000) {
      try await store.markDelivered(waiting.id, at: Self.start)
    }
  }

  // MARK: Values

  /// The identifier that begins with the digits and goes on with zeros.
  static func identifier(_ digits: String) -> GitObjectIdentifier {
    guard let identifier = GitObjectIdentifier(digits + String(repeating: "0", count: 40 - digits.count))
    else {
      preconditionFailure("\(digits) are no hexadecimal digits")
    }
    return identifier
  }

  /// - Parameter commits: what came with a push, newest first.
  static func source(_ commits: String...) -> SourceState {
    let all = commits.map { digits in
      let person = GitCommit.Signature(
        name: "Ada", email: "ada@example.org", time: start.secondsSinceEpoch, offset: 0)
      return GitCommit(
        identifier: identifier(digits), author: person, committer: person, subject: "change \(digits)")
    }
    return SourceState(
      revision: Revision(name: "main", commit: all[0].identifier), commit: all[0], newCommits: all,
      isForced: false, recovery: nil)
  }

  static func report(_ commit: String, failure: String? = nil) -> CycleReport {
    let identifier = identifier(commit)
    return CycleReport(
      environment: "prod",
      revision: RevisionSummary(
        text: Revision(name: "main", commit: identifier).description, commit: identifier.description,
        author: "Ada", subject: "change \(commit)", committed: start),
      started: start, duration: .milliseconds(1204),
      targets: [
        TargetReport(name: "g-1", label: "g-1", server: "Grafana 12.4.0", equalCount: 3, failure: failure)
      ], objectCount: 3)
  }
}
