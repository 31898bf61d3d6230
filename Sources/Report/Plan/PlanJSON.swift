import Base
import Documents
import Plan

/// A plan for programs: everything that the text has.
public enum PlanJSON {
  public static func document(_ report: PlanReport, kept: KeptRevisions? = nil) -> JSON {
    .members(
      ("version", 1), ("environment", .string(report.environment)), ("revision", .revision(report.revision)),
      ("at", .time(report.started)), ("seconds", .seconds(report.duration)),
      ("verdict", .string(name(report.verdict))), ("objects", .whole(report.objectCount)),
      ("equal", .whole(report.equalCount)), ("heldBack", .whole(report.heldBackCount)),
      ("skipped", .whole(report.skipped.count)), ("skippedDocuments", .lines(report.skipped)),
      ("cost", RequestCost.json(report.cost)),
      ("targets", .array(report.targets.map(target))),
      ("diagnostics", DiagnosticJSON.list(report.findings, kept: kept)))
  }

  private static func name(_ verdict: PlanReport.Verdict) -> String {
    switch verdict {
    case .equal: "equal"
    case .different: "different"
    case .error: "error"
    }
  }

  private static func target(_ target: PlannedTarget) -> JSON {
    let actions = target.plan?.actions.map { ActionJSON.object(ActionJSON.members($0)) }
    return .members(
      ("name", .string(target.name)), ("label", .string(target.label)), ("server", .text(target.server)),
      ("failure", .text(target.failure)), ("remedy", .text(target.remedy)),
      ("manifest", target.manifest.map { .reference($0.reference) }),
      ("file", .text(target.manifest?.origin.file)), ("line", .whole(target.manifest?.origin.position.line)),
      ("left", .flag(!target.left.isEmpty)), ("equal", .whole(target.plan?.equalCount)),
      ("actions", actions.map { .array($0) }),
      ("pruneStop", ActionJSON.pruneStop(target.plan?.pruneStop)), ("cost", RequestCost.json(target.cost)))
  }
}
