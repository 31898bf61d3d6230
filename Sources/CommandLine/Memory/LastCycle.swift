import Base
import Documents
import Plan
import Report
import Store

/// How the last cycle of an environment ended, whatever it did: kept in the store for `status` and `why`.
struct LastCycle: Sendable {
  let revision: RevisionSummary
  let state: CycleState
  let finished: Timestamp
  /// When the next one is due; nil after a single one.
  let next: Timestamp?
  let objectCount: Int
  let heldBackCount: Int
  /// Objects that could not be written, or were not tried because of another that could not.
  let failedCount: Int
  /// What is wrong with the source or a whole target, one sentence each.
  let problems: [String]
  /// Errors in Git that hold objects back.
  let findings: [Diagnostic]
  /// What there is in targets that holds objects back.
  let obstacles: [Diagnostic]
  /// What has left Git and stays in its target all the same.
  let remains: [Diagnostic]
  /// What there is to tell of workspaces that no manifest names.
  let workspaces: [Diagnostic]
  /// Objects that differ although nothing is wrong with their manifests.
  let troubles: [ObjectTrouble]
  /// What is wrong with whole targets, and which deletions wait.
  let targets: [TargetTrouble]

  /// More findings than this are only counted.
  private static let findingLimit = 500

  /// - Parameter earlier: how the cycle before ended, for since when something is wrong.
  init(_ report: CycleReport, finished: Timestamp, next: Timestamp?, earlier: LastCycle? = nil) {
    revision = report.revision
    state = report.state
    self.finished = finished
    self.next = next
    objectCount = report.objectCount
    heldBackCount = report.heldBackCount
    problems =
      (report.sourceFailure.map { ["the source: \($0)"] } ?? [])
      + report.targets.compactMap { target in target.trouble.map { "\(target.label): \($0)" } }
      + report.pruneStops.map { "deletions wait: \($0.description)" }
    failedCount = report.counts.failed + report.counts.notDone
    findings = Self.errors(report.diagnostics)
    let refusals: Set = [Refusal.findingCode, Refusal.consequenceCode]
    obstacles = Self.errors(report.targets.flatMap(\.problems).filter { !refusals.contains($0.code) })
    workspaces = report.workspaceNotices
    remains = Array(
      report.targets.flatMap(\.problems).filter { Self.remaining.contains($0.code) }.prefix(Self.findingLimit)
    )
    troubles = Array(ObjectTrouble.all(in: report).prefix(Self.findingLimit))
    targets = report.targets.compactMap { target in
      TargetTrouble(
        target, started: report.started, earlier: earlier?.targets.first { $0.target == target.name })
    }
  }

  /// The codes of findings that tell why something stays as it is: what is not deleted, and agents of which only a part
  /// could be written.
  private static let remaining: Set<String> = ["folder-not-empty", "hidden", "in-doubt", "kept", "paused"]

  private static func errors(_ findings: [Diagnostic]) -> [Diagnostic] {
    Array(findings.filter { $0.severity == .error }.prefix(findingLimit))
  }

  /// The end of a cycle in which something was wrong with the object, or nothing.
  func trouble(of reference: ObjectReference) -> ObjectTrouble? {
    troubles.first { $0.object == reference }
  }

  /// Whether something holds the object back or keeps it from being as committed.
  func isTroubled(_ reference: ObjectReference) -> Bool {
    trouble(of: reference) != nil || (findings + obstacles).contains { $0.subject == reference }
  }

  func trouble(with target: TargetName) -> TargetTrouble? { targets.first { $0.target == target.name } }

  // MARK: Keeping

  func keep(in store: any Store, environment: String) async throws(StoreError) {
    try await store.set(Self.setting(environment), to: JSONWriter.string(json, style: .compact))
  }

  /// Nil where no cycle has ended yet.
  static func read(from store: any Store, environment: String) async throws(StoreError) -> LastCycle? {
    guard let text = try await store.setting(setting(environment)),
      let json = try? JSONParser.parse(Array(text.utf8))
    else { return nil }
    return LastCycle(json)
  }

  private static func setting(_ environment: String) -> String { "last cycle \(environment)" }

  // MARK: JSON

  private var json: JSON {
    var object = JSONObject([
      ("revision", .string(revision.text)), ("commit", .string(revision.commit)),
      ("author", .string(revision.author)), ("subject", .string(revision.subject)),
      ("committed", .string(revision.committed.precise)), ("state", .string(state.rawValue)),
      ("finished", .string(finished.precise)), ("objects", .number(JSONNumber(objectCount))),
      ("heldBack", .number(JSONNumber(heldBackCount))), ("problems", .array(problems.map { .string($0) })),
      ("failed", .number(JSONNumber(failedCount))), ("findings", DiagnosticJSON.list(findings)),
      ("obstacles", DiagnosticJSON.list(obstacles)), ("remains", DiagnosticJSON.list(remains)),
      ("workspaces", DiagnosticJSON.list(workspaces)),
      ("troubles", .array(troubles.map(\.json))),
      ("targets", .array(targets.map(\.json))),
    ])
    if let next { object["next"] = .string(next.precise) }
    return .object(object)
  }

  private init?(_ json: JSON) {
    guard let state = json["state"]?.stringValue.flatMap({ CycleState(rawValue: $0) }),
      let finished = json["finished"]?.stringValue.flatMap({ Timestamp($0) })
    else { return nil }
    self.state = state
    self.finished = finished
    next = json["next"]?.stringValue.flatMap { Timestamp($0) }
    revision = RevisionSummary(
      text: json["revision"]?.stringValue ?? "", commit: json["commit"]?.stringValue ?? "",
      author: json["author"]?.stringValue ?? "", subject: json["subject"]?.stringValue ?? "",
      committed: json["committed"]?.stringValue.flatMap { Timestamp($0) } ?? finished)
    objectCount = json["objects"]?.intValue ?? 0
    heldBackCount = json["heldBack"]?.intValue ?? 0
    problems = (json["problems"]?.arrayValue ?? []).compactMap(\.stringValue)
    failedCount = json["failed"]?.intValue ?? 0
    findings = (json["findings"]?.arrayValue ?? []).compactMap { Diagnostic($0) }
    obstacles = (json["obstacles"]?.arrayValue ?? []).compactMap { Diagnostic($0) }
    remains = (json["remains"]?.arrayValue ?? []).compactMap { Diagnostic($0) }
    workspaces = (json["workspaces"]?.arrayValue ?? []).compactMap { Diagnostic($0) }
    troubles = (json["troubles"]?.arrayValue ?? []).compactMap { ObjectTrouble($0) }
    targets = (json["targets"]?.arrayValue ?? []).compactMap { TargetTrouble($0) }
  }
}

extension ObjectReference {
  /// Reads what documents say of a manifest.
  init(_ json: JSON) {
    self.init(
      kind: json["kind"]?.stringValue ?? "", namespace: json["namespace"]?.stringValue ?? "",
      name: json["name"]?.stringValue ?? "")
  }
}

extension SourceLocation {
  /// Reads what documents say of a place; nil where they name none.
  init?(_ json: JSON) {
    guard let file = json["file"]?.stringValue else { return nil }
    self.init(
      file: file,
      position: Position(line: json["line"]?.intValue ?? 1, column: json["column"]?.intValue ?? 1))
  }
}

extension Diagnostic {
  /// Reads what `DiagnosticJSON` wrote, without the excerpt.
  fileprivate init?(_ json: JSON) {
    guard let severity = json["severity"]?.stringValue.flatMap({ Severity(rawValue: $0) }),
      let code = json["code"]?.stringValue, let message = json["message"]?.stringValue
    else { return nil }
    let subject = json["object"].map { ObjectReference($0) }
    self.init(
      severity, code: code, subject: subject, at: SourceLocation(json), message,
      remedy: json["remedy"]?.stringValue)
  }
}
