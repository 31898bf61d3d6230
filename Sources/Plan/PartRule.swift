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
    order(exchanges(holders, draft), &draft)
  }

  /// A part that one write takes from an object which gives it up.
  private struct Exchange {
    let giver: ObjectKey
    let taker: ObjectKey
    let part: String
  }

  /// Lets what gives a part up wait for what takes it, so that the part moves and does not end. Where objects exchange parts
  /// in a circle one of them has to be first: it keeps what it gives away until that is taken.
  private func order(_ exchanges: [Exchange], _ draft: inout PlanDraft) {
    var waiting: [ObjectKey: Set<ObjectKey>] = [:]
    func waits(_ key: ObjectKey, for other: ObjectKey) -> Bool {
      var seen: Set<ObjectKey> = []
      var open = [key]
      while let next = open.popLast() {
        if next == other { return true }
        if seen.insert(next).inserted { open += waiting[next] ?? [] }
      }
      return false
    }
    for exchange in exchanges {
      if waits(exchange.taker, for: exchange.giver) {
        draft.handOver(exchange.part, from: exchange.giver)
      } else {
        waiting[exchange.giver, default: []].insert(exchange.taker)
      }
    }
    for (giver, takers) in waiting { draft.require(takers, before: giver) }
  }

  private func exchanges(_ holders: [Part: ObservedObject], _ draft: PlanDraft) -> [Exchange] {
    var exchanges: [Exchange] = []
    for object in identities.objects where draft.actions[object.key]?.verb.isWrite == true {
      for uid in object.desired.parts {
        guard let holder = holders[Part(kind: object.key.kind, uid: uid)]?.key, holder != object.key else {
          continue
        }
        exchanges.append(Exchange(giver: holder, taker: object.key, part: uid))
      }
    }
    return exchanges.sorted { ($0.giver, $0.taker, $0.part) < ($1.giver, $1.taker, $1.part) }
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
    if let entry = input.inventory[holder.key] {
      // One of ours: it was renamed, or gives the part up, unless nobody knows what it is to be.
      if keeps(entry) {
        return diagnostic(
          object,
          "\(what) belongs to the \(holder.key.kind.name) \"\(holder.title)\" of \(entry.reference) "
            + "(\(entry.origin.fileAndLine)), which cannot be applied now and keeps what it has",
          remedy: "see what is said of \(entry.reference)")
      }
      guard input.foreignParts(of: holder.key).contains(part.uid) else { return nil }
      return diagnostic(
        object,
        "\(what) belongs to the \(holder.key.kind.name) \"\(holder.title)\", which has it from somebody else than this "
          + "repository",
        remedy: "choose another uid, or give it to the manifest of \"\(holder.title)\" first")
    }
    // Another environment's, which gives it up.
    if input.neighbours.givenUp[holder.key] != nil { return nil }
    return diagnostic(
      object,
      "\(what) belongs to the \(holder.key.kind.name) \"\(holder.title)\", which is not from this repository",
      remedy: "choose another uid, or give this manifest the other one's name and folder to take it over")
  }

  /// Whether an object of ours stays as it is, whatever its manifest may say.
  private func keeps(_ entry: InventoryEntry) -> Bool {
    input.heldBack.contains(entry.reference) || input.heldBack.contains(entry.reference.manifest)
      || input.isInDoubt(entry) || input.doubt(about: entry.key) != nil
      || input.desired.contains { $0.isSuspended && $0.reference == entry.reference }
  }

  private func diagnostic(_ object: IdentifiedObject, _ message: String, remedy: String) -> Diagnostic {
    Diagnostic(
      .error, code: "part-taken", subject: object.desired.reference, at: object.desired.origin, message,
      remedy: remedy)
  }
}
