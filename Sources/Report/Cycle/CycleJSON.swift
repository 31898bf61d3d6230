import Apply
import Base
import Documents
import Plan

/// What a cycle did, for programs: everything that the text has.
public enum CycleJSON {
  public static func document(_ report: CycleReport, kept: KeptRevisions? = nil) -> JSON {
    .members(
      ("version", 1), ("environment", .string(report.environment)), ("revision", .revision(report.revision)),
      ("state", .string(report.state.rawValue)), ("at", .time(report.started)),
      ("seconds", .seconds(report.duration)), ("objects", .whole(report.objectCount)),
      ("skipped", .whole(report.skipped.count)), ("counts", counts(report.counts)),
      ("cost", RequestCost.json(report.cost)), ("sourceFailure", .text(report.sourceFailure)),
      ("targets", .array(report.targets.map(target))),
      ("diagnostics", DiagnosticJSON.list(report.findings, kept: kept)))
  }

  /// Every count by its name, zeros too: also what the store keeps of a cycle.
  public static func counts(_ counts: CycleCounts) -> JSON {
    .object(
      JSONObject(
        counts.named.map { name, count in
          let words = name.split(separator: " ")
          let key = String(words[0]) + words.dropFirst().map(\.capitalizedFirst).joined()
          return (key, .number(JSONNumber(count)))
        }))
  }

  private static func target(_ target: TargetReport) -> JSON {
    .members(
      ("name", .string(target.name)), ("label", .string(target.label)), ("server", .text(target.server)),
      ("failure", .text(target.failure)), ("remedy", .text(target.remedy)),
      ("manifest", target.manifest.map { .reference($0.reference) }),
      ("file", .text(target.manifest?.origin.file)), ("line", .whole(target.manifest?.origin.position.line)),
      ("left", .flag(target.end == .left)), ("cut", .flag(target.end == .cut)),
      ("equal", .whole(target.equalCount)),
      ("outcomes", .array(target.outcomes.map(outcome))),
      ("pruneStop", ActionJSON.pruneStop(target.pruneStop)), ("cost", RequestCost.json(target.cost)))
  }

  private static func outcome(_ outcome: Outcome) -> JSON {
    var members = ActionJSON.members(outcome.action)
    members.append(("result", .string(result(outcome))))
    if case .written(let written) = outcome.result {
      members.append(("objectVersion", .whole(written.version)))
    }
    members.append(("remark", .text(outcome.remark)))
    members.append(("failure", .text(OutcomeWords.failure(outcome))))
    members.append(("remedy", .text(OutcomeWords.remedy(outcome))))
    return ActionJSON.object(members)
  }

  private static func result(_ outcome: Outcome) -> String {
    switch outcome.result {
    case .written: "written"
    case .recorded: "recorded"
    case .failed: "failed"
    case .blocked: "blocked"
    case .notTried: "not tried"
    }
  }
}

extension Substring {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
