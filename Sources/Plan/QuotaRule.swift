import Base

/// Takes back the making of objects that the workspace has no room for: what of them came first would be chance, and a
/// part of them is nobody's wish. Where what leaves makes room, both go on by turns.
struct QuotaRule {
  private let input: PlanInput
  private let parts: [ObjectKey: Int]
  private let waiting: [ObjectKey]

  /// - Parameter waiting: what would leave, and waits for somebody to allow it.
  init(_ input: PlanInput, _ identities: Identities, waiting: [ObjectKey] = []) {
    self.input = input
    self.waiting = waiting
    parts = Dictionary(
      identities.objects.map { ($0.key, $0.desired.parts.count) }, uniquingKeysWith: { first, _ in first })
  }

  /// Takes back what cannot fit even when everything that leaves is gone.
  func enforce(on draft: inout PlanDraft) {
    for count in counts(draft) where !count.fits { drop(count, from: &draft) }
  }

  /// Orders what comes and what leaves, once it is known what really does; and takes back what finds no room before
  /// something may leave.
  /// - Returns: whether anything was taken back.
  func arrange(_ draft: inout PlanDraft) -> Bool {
    var changed = false
    for count in counts(draft) where count.present + count.added > count.quota.limit {
      let order = QuotaExchange.order(
        count.coming, count.going, room: count.quota.limit - count.present, in: draft.actions)
      guard let order else {
        drop(count, from: &draft)
        changed = true
        continue
      }
      for (key, needed) in order { draft.require(needed, before: key) }
    }
    return changed
  }

  private func drop(_ count: Count, from draft: inout PlanDraft) {
    for step in count.coming { draft.drop(step.action.key, because: count.problem(step.action)) }
  }

  /// Of the kinds of which something is added.
  private func counts(_ draft: PlanDraft) -> [Count] {
    input.quotas.sorted { $0.key < $1.key }.compactMap { kind, quota in
      guard !input.unlisted.contains(kind) else { return nil }
      let present = input.observed.values.filter { $0.key.kind == kind }.reduce(0) { $0 + weight($1) }
      let coming = draft.writes.filter { $0.key.kind == kind }.map {
        QuotaExchange.Step(action: $0, amount: growth($0))
      }.filter { $0.amount > 0 }
      let going = draft.actions.values.filter { $0.key.kind == kind && $0.verb == .delete }
        .sorted { $0.key < $1.key }.map { action in
          QuotaExchange.Step(action: action, amount: input.observed[action.key].map(weight) ?? 0)
        }
      return coming.isEmpty
        ? nil
        : Count(
          quota: quota, kind: kind, present: present, coming: coming, going: going,
          waiting: waiting.reduce(0) { $0 + ($1.kind == kind ? input.observed[$1].map(weight) ?? 0 : 0) })
    }
  }

  private func weight(_ object: ObservedObject) -> Int {
    object.key.kind == .alertRuleGroup ? object.parts.count : 1
  }

  private func growth(_ action: Action) -> Int {
    let present = input.observed[action.key].map(weight) ?? 0
    return (action.key.kind == .alertRuleGroup ? parts[action.key] ?? 0 : 1) - present
  }

  private struct Count {
    let quota: Quota
    let kind: ObjectKind
    let present: Int
    let coming: [QuotaExchange.Step]
    let going: [QuotaExchange.Step]
    /// How much would leave if that were allowed.
    let waiting: Int

    var added: Int { coming.reduce(0) { $0 + $1.amount } }
    var leaving: Int { going.reduce(0) { $0 + $1.amount } }
    var fits: Bool { present + added - leaving <= quota.limit }

    func problem(_ action: Action) -> Diagnostic {
      let name = kind == .alertRuleGroup ? "alert rule" : kind.name
      var message = "the workspace takes \(Self.count(quota.limit, name))"
      if let origin = quota.origin { message += " (\(origin.fileAndLine))" }
      message += ", has \(present), and this revision adds \(added)"
      if leaving > 0 { message += " and takes \(leaving) away" }
      if fits { message += ", which goes only after what replaces it is there" }
      if waiting > 0, !fits, present + added - leaving - waiting <= quota.limit {
        return Diagnostic(
          .error, code: "quota-exceeded", subject: action.reference, at: action.origin,
          message + "; \(waiting) would leave and \(waiting == 1 ? "waits" : "wait") to be allowed",
          remedy: PruneStop.answer)
      }
      let excess = max(1, present + added - leaving - quota.limit)
      return Diagnostic(
        .error, code: "quota-exceeded", subject: action.reference, at: action.origin,
        message + "; no \(name) is added",
        remedy: "remove \(Self.count(excess, name))\(fits ? " more" : ""), or have the quota raised")
    }

    private static func count(_ number: Int, _ name: String) -> String {
      "\(number) \(name)\(number == 1 ? "" : "s")"
    }
  }
}
