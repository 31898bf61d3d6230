import Base
import Documents
import Report
import Store

/// Which commits were told what. It is kept in the store, so that a commit whose push was overtaken, or whose cycle was
/// ended by a restart, still gets an outcome: that of the next revision for which a cycle ends.
struct StatusLedger: Equatable {
  /// More commits than this never wait for an outcome at once; those that come then are told nothing.
  private static let mostOpen = 500
  /// Of one push.
  private static let mostOfOnePush = 50

  /// Newest first. They all get the same outcome, the first one without the others' hint at it.
  private(set) var commits: [String] = []
  /// What they were told last; nil: that it is being applied.
  private(set) var told: CycleState?

  /// Takes in a revision that is going to be applied.
  ///
  /// - Parameter brought: the commits that came with it, newest first; empty where that is not known.
  /// - Returns: the commits to be told that it is being applied.
  mutating func announce(_ head: String, brought: [String]) -> [String] {
    if commits.first == head { return told == nil ? commits : [] }
    let open = openCommits.filter { $0 != head }
    let room = Self.mostOpen - open.count
    guard room > 0 else { return [] }
    let known = Set(open)
    let fresh = brought.prefix(min(room, Self.mostOfOnePush)).filter { $0 != head && !known.contains($0) }
    commits = [head] + fresh + open
    told = nil
    return [head] + fresh
  }

  /// Takes in how a cycle ended.
  ///
  /// - Returns: the commits to be told so; none where they were told the same before.
  mutating func conclude(_ head: String, _ state: CycleState) -> [String] {
    if commits.first == head, told == state { return [] }
    if commits.first != head { commits = [head] + openCommits.filter { $0 != head } }
    told = state
    return commits
  }

  private var openCommits: [String] { told == nil ? commits : [] }

  // MARK: Keeping

  /// Nil where nothing was ever told, or by a version that did not keep it.
  static func read(from store: any Store, environment: String) async throws(StoreError) -> StatusLedger? {
    guard let text = try await store.setting(setting(environment)), let json = try? JSONParser.parse(text),
      let commits = json["commits"]?.arrayValue
    else { return nil }
    var ledger = StatusLedger()
    ledger.commits = commits.compactMap(\.stringValue)
    ledger.told = json["told"]?.stringValue.flatMap { CycleState(rawValue: $0) }
    return ledger
  }

  func keep(in store: any Store, environment: String) async throws(StoreError) {
    var json = JSONObject([("commits", .array(commits.map { .string($0) }))])
    if let told { json["told"] = .string(told.rawValue) }
    try await store.set(Self.setting(environment), to: JSONWriter.string(.object(json), style: .compact))
  }

  private static func setting(_ environment: String) -> String { "commit statuses \(environment)" }
}
