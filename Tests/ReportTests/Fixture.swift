import Apply
import Base
import HTTP
import Report

@testable import Plan

/// The plan and the cycle that the drafts of the output tell of.
enum Fixture {
  /// 2026-11-21T14:07:11.000Z.
  static let now = Timestamp(millisecondsSinceEpoch: 1_795_270_031_000)
  static let commit = "3f2c9e1a7b5d4c3e2f10aa9b8c7d6e5f40312213"

  static let revision = RevisionSummary(
    text: "main@sha1:\(commit)", commit: commit, author: "Ada", subject: "raise CPU alert to 85%",
    committed: now - .seconds(250))

  static func cost(_ requests: Int, writes: Int = 0) -> RequestMeter.Reading {
    var cost = RequestMeter.Reading()
    cost.requests = requests
    cost.writes = writes
    cost.bytesSent = requests * 500
    cost.bytesReceived = requests * 4000
    return cost
  }

  static func action(
    _ verb: Action.Verb, _ kind: ObjectKind, _ uid: String, _ title: String, in folder: String = "",
    from former: String? = nil, at place: String, line: Int = 1, because reason: String = "changed in Git",
    changes: [Change] = [], keepsCopy: Bool = false, version: Int? = nil, isAdopted: Bool = false,
    isPruned: Bool = true, isImplicit: Bool = false, requires: [ObjectKey] = []
  ) -> Action {
    let manifest =
      switch kind {
      case .folder: "GrafanaFolder"
      case .datasource: "GrafanaDatasource"
      case .dashboard: "GrafanaDashboard"
      case .agentFile, .clusterObject: "GrafanaAgent"
      default: "GrafanaManifest"
      }
    return Action(
      verb: verb, key: ObjectKey(kind, uid),
      reference: ObjectReference(kind: manifest, namespace: "monitoring", name: uid),
      origin: SourceLocation(file: place, position: Position(line: line, column: 1)), title: title,
      parentTitle: folder, parentUID: folder.isEmpty ? "" : folder.lowercased(), formerParentTitle: former,
      reason: reason, changes: changes, keepsCopy: keepsCopy, version: version,
      desiredDigest: verb == .delete ? nil : Digest(of: "wanted \(uid)"),
      observedDigest: Digest(of: "seen \(uid)"), marker: nil, isAdopted: isAdopted, isPruned: isPruned,
      isImplicit: isImplicit, requires: requires)
  }

  static let folder = action(
    .create, .folder, "platform", "Platform", at: "platform/folder.yaml", because: "new in Git")
  static let overview = action(
    .update, .dashboard, "node-overview", "Node overview", in: "Platform",
    at: "platform/dashboards/node.yaml",
    line: 4,
    changes: [
      Change(
        "panel \"CPU\", query A: expr", before: "avg(rate(node_cpu_seconds_total{mode!=\"idle\"}[5m]))",
        after: "avg by (instance) (rate(node_cpu_seconds_total{mode!=\"idle\"}[5m]))"),
      Change("panel \"Disk\" added"),
    ], version: 11)
  static let nginx = action(
    .move, .dashboard, "nginx", "Nginx", in: "Platform", from: "", at: "platform/nginx.yaml", version: 3)
  static let prometheus = action(
    .repair, .datasource, "amp-prod", "amp-prod", at: "platform/datasources.yaml", line: 12,
    because: "edited in Grafana by alice at 2026-11-21T14:02:40Z",
    changes: [Change("httpMethod", before: "GET", after: "POST")], keepsCopy: true)
  static let old = action(
    .delete, .dashboard, "old-overview", "Old overview", at: "platform/old.yaml",
    because: "no longer in Git since 3f2c9e1", keepsCopy: true)
  static let actions = [folder, prometheus, overview, nginx, old]

  static func plan(_ actions: [Action], equal: Int = 212, problems: [Diagnostic] = [], stop: PruneStop? = nil)
    -> Plan
  {
    Plan(actions: actions, equalCount: equal, problems: problems, pruneStop: stop)
  }

  static func stop(_ cause: PruneStop.Cause = .emptyRender, candidates: Int = 1, owned: Int = 1) -> PruneStop
  {
    PruneStop(
      cause: cause, candidates: (1...candidates).map { ObjectKey(.dashboard, "old-\($0)") }, owned: owned)
  }

  static func planReport(
    _ plan: Plan, further: [PlannedTarget] = [], diagnostics: [Diagnostic] = [], objects: Int = 217,
    skipped: Int = 0
  ) -> PlanReport {
    PlanReport(
      environment: "prod", revision: revision, started: now, duration: .milliseconds(312),
      targets: [
        PlannedTarget(
          name: "g-0a1b2c3d4e", label: "g-0a1b2c3d4e", server: "Grafana 12.4.0", plan: plan, cost: cost(9))
      ] + further, diagnostics: diagnostics, objectCount: objects,
      skipped: (0..<skipped).map { "deploy/web.yaml:\($0 + 1): Deployment web of apps/v1 is skipped" })
  }

  static func written(_ action: Action, version: Int? = nil) -> Outcome {
    Outcome(action, .written(Written(digest: Digest(of: "written \(action.key.uid)"), version: version)))
  }

  static let outcomes = [
    written(folder), written(prometheus), written(overview, version: 12), written(nginx, version: 4),
    written(old),
  ]

  static func target(
    _ outcomes: [Outcome], equal: Int = 212, problems: [Diagnostic] = [], stop: PruneStop? = nil,
    failure: String? = nil, remedy: String? = nil
  ) -> TargetReport {
    TargetReport(
      name: "g-0a1b2c3d4e", label: "g-0a1b2c3d4e", server: failure == nil ? "Grafana 12.4.0" : nil,
      outcomes: outcomes, equalCount: equal, problems: problems, pruneStop: stop, failure: failure,
      remedy: remedy, manifest: grafana, cost: cost(14, writes: 5))
  }

  static func cycle(
    _ targets: [TargetReport], diagnostics: [Diagnostic] = [], objects: Int = 217,
    environment: String = "prod",
    started: Timestamp = now, sourceFailure: String? = nil
  ) -> CycleReport {
    CycleReport(
      environment: environment, revision: revision, started: started, duration: .milliseconds(1204),
      targets: targets, diagnostics: diagnostics, objectCount: objects, sourceFailure: sourceFailure)
  }

  /// The manifest that names the target.
  static let grafana = TargetManifest(
    ObjectReference(kind: "Grafana", namespace: "monitoring", name: "prod"),
    at: SourceLocation(file: "grafana.yaml", position: .start))

  static let notJSON = Diagnostic(
    .error, code: "not-json",
    subject: ObjectReference(kind: "GrafanaDashboard", namespace: "monitoring", name: "node-overview"),
    at: SourceLocation(file: "platform/dashboards/node.yaml", position: Position(line: 17, column: 33)),
    "spec.json is not JSON",
    excerpt: Diagnostic.Excerpt(
      text: "  \"panels\": [ { \"type\": \"graph\" \"title\": \"CPU\" } ]", column: 33,
      label: "expected a comma or } here"))
  static let missingRegion = Diagnostic(
    .error, code: "missing-field",
    subject: ObjectReference(kind: "GrafanaDatasource", namespace: "monitoring", name: "amp-prod"),
    at: SourceLocation(file: "platform/datasources.yaml", position: Position(line: 12, column: 5)),
    "jsonData.sigV4Region is missing although sigV4Auth is true",
    remedy: "add sigV4Region, for example eu-west-1")
}
