import Base

/// What one cycle is going to do to one target.
public struct Plan: Sendable {
  /// In the order in which they are performed.
  public let actions: [Action]
  /// How many objects are as wanted.
  public let equalCount: Int
  /// Objects that cannot be applied because of the state of the target or of each other, with the reason.
  public let problems: [Diagnostic]
  /// Set where the deletions of this plan were left out because a guard asks first.
  public let pruneStop: PruneStop?
  /// Objects with a write that the target refused before and would refuse again; each has a problem that says so.
  public internal(set) var standingRefusals: Set<ObjectKey> = []

  /// Nothing at all is to be done.
  public var isEmpty: Bool { actions.isEmpty }

  /// Nothing would be written to the target, and nothing waits to be.
  public var isEqual: Bool { !actions.contains { $0.verb.isWrite } && pruneStop == nil }

  /// The same plan with findings from outside of it.
  public func adding(_ findings: [Diagnostic]) -> Plan {
    Plan(
      actions: actions, equalCount: equalCount, problems: (problems + findings).sorted(),
      pruneStop: pruneStop, standingRefusals: standingRefusals)
  }

  /// The same plan with the memory of these objects kept: they are there, though no listing shows them.
  public func remembering(_ hidden: Set<ObjectKey>) -> Plan {
    guard !hidden.isEmpty else { return self }
    let findings = actions.filter { hidden.contains($0.key) && $0.verb == .forget }.map { action in
      Diagnostic(
        .warning, code: "hidden", subject: action.reference, at: action.origin,
        "\(action.key.kind.name) \"\(action.title)\" is no longer in Git and is still there, but the listing does not show it",
        remedy: "give the token the right to see and delete it, and it goes; or delete it by hand")
    }
    return Plan(
      actions: actions.filter { !hidden.contains($0.key) || $0.verb != .forget }, equalCount: equalCount,
      problems: (problems + findings).sorted(), pruneStop: pruneStop, standingRefusals: standingRefusals)
  }

  /// The same in other words: for taking secrets out.
  public func mapTexts(_ transform: (String) -> String) -> Plan {
    Plan(
      actions: actions.map { $0.mapTexts(transform) }, equalCount: equalCount,
      problems: problems.map { $0.mapTexts(transform) }, pruneStop: pruneStop,
      standingRefusals: standingRefusals)
  }

  public func count(_ verb: Action.Verb) -> Int { actions.count { $0.verb == verb } }
}

/// Why deletions wait for an answer.
public struct PruneStop: Hashable, Sendable {
  public enum Cause: Hashable, Sendable {
    case emptyRender
    case absence(Absence)
    case share(limit: Double)
    case count(limit: Int)
  }

  public let cause: Cause
  /// What would be deleted.
  public let candidates: [ObjectKey]
  /// How many objects are owned.
  public let owned: Int

  /// One sentence for people, with the answer that is asked for.
  public var description: String { "\(reason); \(Self.answer)" }

  /// What can be done about it, as a clause.
  public static let answer =
    "to allow it, commit with the trailer \"Sluice-Allow-Prune: yes\" or run with --allow-prune"

  /// Which guard asks, as a clause.
  public var reason: String {
    let objects = "\(candidates.count) of \(owned) owned objects"
    return switch cause {
    case .emptyRender: "the revision renders to nothing, which would delete \(objects)"
    case .absence(.path): "the path is not in the revision, which would delete \(objects)"
    case .absence(.target): "no Grafana manifest names this workspace any more, which would delete \(objects)"
    case .share(let limit): "\(objects) would be deleted, more than the limit of \(Int(limit * 100)) percent"
    case .count(let limit): "\(objects) would be deleted, more than the limit of \(limit)"
    }
  }
}
