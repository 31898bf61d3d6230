import Apply
import Plan

/// Objects of a cycle by what became of them.
public struct CycleCounts: Hashable, Sendable {
  public var created = 0
  public var updated = 0
  public var moved = 0
  public var repaired = 0
  public var deleted = 0
  /// Found as wanted and taken over without a write.
  public var adopted = 0
  /// As wanted already.
  public var equal = 0
  /// Edited by somebody and only told, by the object's policy.
  public var reported = 0
  /// No longer remembered, without a write.
  public var forgotten = 0
  public var failed = 0
  /// Not tried, because what they need failed or the cycle ended first.
  public var notDone = 0
  /// Manifests that cannot be applied as they are written.
  public var heldBack = 0

  public init() {}

  /// Objects that were written or deleted.
  public var changed: Int { created + updated + moved + repaired + deleted }

  /// Objects that are as the commit wants them.
  public var asCommitted: Int { created + updated + moved + repaired + adopted + equal }

  /// - Parameter isCut: the cycle was ended from here: what failed then was only not done.
  mutating func add(_ outcome: Outcome, isCut: Bool) {
    switch outcome.result {
    case .failed where isCut: notDone += 1
    case .failed: failed += 1
    case .blocked, .notTried: notDone += 1
    case .written, .recorded:
      switch outcome.action.verb {
      case .create: created += 1
      case .update: updated += 1
      case .move: moved += 1
      case .repair: repaired += 1
      case .delete: deleted += 1
      case .adopt: adopted += 1
      case .forget: forgotten += 1
      case .rebaseline: equal += 1
      case .report: reported += 1
      }
    }
  }

  /// Every count with the name that JSON and sentences give it, in their order.
  public var named: [(name: String, count: Int)] {
    [
      ("created", created), ("updated", updated), ("moved", moved), ("repaired", repaired),
      ("deleted", deleted), ("adopted", adopted), ("reported", reported), ("forgotten", forgotten),
      ("failed", failed), ("not done", notDone), ("held back", heldBack), ("equal", equal),
    ]
  }

  /// `1 created, 1 deleted, 212 equal`: every count that is not zero.
  public var sentence: String {
    let parts = named.filter { $0.count > 0 && $0.name != "forgotten" }.map { "\($0.count) \($0.name)" }
    return parts.isEmpty ? "nothing to do" : parts.joined(separator: ", ")
  }
}
