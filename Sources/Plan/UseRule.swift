import Base

/// Takes back writes of objects that name something which neither the workspace nor this repository has: servers store
/// them, and a panel or a rule fails later.
struct UseRule {
  private let input: PlanInput
  private let identities: Identities
  /// What can be named, by uid and by name.
  private var present: [ObjectKind: Set<String>] = [:]

  init(_ input: PlanInput, _ identities: Identities) {
    self.input = input
    self.identities = identities
    present = input.builtIn
    for object in input.observed.values {
      present[object.key.kind, default: []].formUnion([object.key.uid, object.title])
    }
    for object in identities.objects {
      present[object.key.kind, default: []].formUnion([object.key.uid, object.desired.title])
    }
  }

  func enforce(on draft: inout PlanDraft) {
    keepUsed(in: &draft)
    let desired = Dictionary(
      input.desired.map { (FormerObject($0.kind, $0.reference), $0) }, uniquingKeysWith: { first, _ in first }
    )
    for action in draft.writes {
      guard let object = desired[FormerObject(action.key.kind, action.reference)] else { continue }
      let missing = object.uses.filter {
        !input.unlistedKinds.contains($0.kind) && present[$0.kind]?.contains($0.identifier) != true
      }
      guard !missing.isEmpty else { continue }
      draft.drop(action.key, because: missing.map { problem(object, $0) })
    }
  }

  /// Kinds that servers do not delete while something names them.
  private static let guardedKinds: Set<ObjectKind> = [.contactPoint, .muteTiming]

  /// Takes back deletions of what this repository still names, and with them the writes of what its manifest has become: a
  /// contact point that gets another name takes its receivers along.
  private func keepUsed(in draft: inout PlanDraft) {
    let leaving = draft.actions.values.filter {
      $0.verb == .delete && Self.guardedKinds.contains($0.key.kind)
    }
    for action in leaving.sorted(by: { $0.key < $1.key }) {
      let user = identities.objects.lazy.compactMap { object in
        object.desired.uses.first { ObjectKey($0.kind, $0.identifier) == action.key }.map {
          (object.desired, $0)
        }
      }.min { $0.0.reference < $1.0.reference }
      guard let user else { continue }
      draft.drop(action.key, because: stillUsed(action, by: user.0, user.1))
      for heir in draft.writes where heir.reference == action.reference && heir.key.kind == action.key.kind {
        draft.drop(heir.key, because: [])
      }
    }
  }

  private func stillUsed(_ action: Action, by user: DesiredObject, _ use: ObjectUse) -> Diagnostic {
    Diagnostic(
      .error, code: "still-used", subject: action.reference, at: action.origin,
      "the \(action.key.kind.name) \"\(action.title)\" is no longer in Git under this name, but \(user.reference) "
        + "(\(user.origin.fileAndLine)) names it: \(use.place); it stays as it is",
      remedy: "name another one there, or keep it")
  }

  private func problem(_ object: DesiredObject, _ use: ObjectUse) -> Diagnostic {
    let names = (present[use.kind] ?? []).sorted()
    let place = use.place.isEmpty ? "it" : use.place
    return Diagnostic(
      .error, code: "missing-reference", subject: object.reference, at: object.origin,
      "\(place) names the \(use.kind.name) \(use.identifier), which is neither in the workspace nor in this repository"
        + NearestName.suggestion(for: use.identifier, among: names),
      remedy: "add it, or name another one")
  }
}
