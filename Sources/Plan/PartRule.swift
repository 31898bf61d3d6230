import Base

/// Sees to it that no write takes a part away from another object: servers move an alert rule or a receiver to whoever
/// sends its uid, and refuse or undo the work of two that both name it.
struct PartRule {
  private let input: PlanInput
  private let identities: Identities

  init(_ input: PlanInput, _ identities: Identities) {
    self.input = input
    self.identities = identities
  }

  func enforce(on draft: inout PlanDraft) {
    let holders = holders()
    var claims: [Part: [IdentifiedObject]] = [:]
    for object in identities.objects {
      for part in object.desired.parts {
        claims[Part(kind: object.key.kind, uid: part), default: []].append(object)
      }
    }
    for object in identities.objects where draft.actions[object.key]?.verb.isWrite == true {
      for uid in object.desired.parts {
        let part = Part(kind: object.key.kind, uid: uid)
        if let problem = problem(object, part, claims[part] ?? [], holders[part]) {
          draft.drop(object.key, because: problem)
          break
        }
      }
    }
    takeFirst(holders, &draft)
  }

  /// Lets what gives a part up wait for what takes it, so that the part moves and does not end.
  private func takeFirst(_ holders: [Part: ObservedObject], _ draft: inout PlanDraft) {
    var takers: [ObjectKey: Set<ObjectKey>] = [:]
    for object in identities.objects where draft.actions[object.key]?.verb.isWrite == true {
      for uid in object.desired.parts {
        guard let holder = holders[Part(kind: object.key.kind, uid: uid)]?.key, holder != object.key else {
          continue
        }
        takers[holder, default: []].insert(object.key)
      }
    }
    for (giver, takers) in takers.sorted(by: { $0.key < $1.key }) {
      // Two that swap parts cannot both be first.
      draft.require(
        takers.filter { taker in !(draft.actions[taker]?.requires.contains(giver) ?? false) }, before: giver)
    }
  }

  private struct Part: Hashable {
    let kind: ObjectKind
    let uid: String
  }

  private func holders() -> [Part: ObservedObject] {
    var holders: [Part: ObservedObject] = [:]
    for object in input.observed.values {
      for uid in object.parts { holders[Part(kind: object.key.kind, uid: uid)] = object }
    }
    return holders
  }

  private func problem(
    _ object: IdentifiedObject, _ part: Part, _ claims: [IdentifiedObject], _ holder: ObservedObject?
  ) -> Diagnostic? {
    let what = "the uid \(part.uid)"
    if claims.count > 1 {
      let places = claims.map(\.desired.origin).sorted().map(\.fileAndLine).joined(separator: " and ")
      return diagnostic(
        object, "\(what) is given in more than one \(object.key.kind.name): \(places)",
        remedy: "keep it in one of them")
    }
    guard let holder, holder.key != object.key else { return nil }
    // One of ours: it was renamed, or gives the part up.
    if input.inventory[holder.key] != nil { return nil }
    return diagnostic(
      object,
      "\(what) belongs to the \(holder.key.kind.name) \"\(holder.title)\", which is not from this repository",
      remedy: "choose another uid, or give this manifest the other one's name and folder to take it over")
  }

  private func diagnostic(_ object: IdentifiedObject, _ message: String, remedy: String) -> Diagnostic {
    Diagnostic(
      .error, code: "part-taken", subject: object.desired.reference, at: object.desired.origin, message,
      remedy: remedy)
  }
}
