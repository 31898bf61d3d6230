import Base

/// Takes back the making of objects that the workspace has no room for: what of them came first would be chance, and a
/// part of them is nobody's wish.
struct QuotaRule {
  private let input: PlanInput
  private let parts: [ObjectKey: Int]

  init(_ input: PlanInput, _ identities: Identities) {
    self.input = input
    parts = Dictionary(
      identities.objects.map { ($0.key, $0.desired.parts.count) }, uniquingKeysWith: { first, _ in first })
  }

  func enforce(on draft: inout PlanDraft) {
    for (kind, quota) in input.quotas.sorted(by: { $0.key < $1.key })
    where !input.unlisted.contains(kind) {
      let present = input.observed.values.filter { $0.key.kind == kind }.reduce(0) { $0 + weight($1) }
      let growing = draft.writes.filter { $0.key.kind == kind }.map { ($0, growth($0)) }.filter { $0.1 > 0 }
      let added = growing.reduce(0) { $0 + $1.1 }
      guard added > 0, present + added > quota.limit else { continue }
      let leaving = draft.actions.values.filter { $0.key.kind == kind && $0.verb == .delete }.reduce(0) {
        $0 + (input.observed[$1.key].map(weight) ?? 0)
      }
      let count = Count(quota: quota, kind: kind, present: present, added: added, leaving: leaving)
      for (action, _) in growing { draft.drop(action.key, because: count.problem(action)) }
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
    let added: Int
    let leaving: Int

    func problem(_ action: Action) -> Diagnostic {
      let name = kind == .alertRuleGroup ? "alert rule" : kind.name
      let fits = present + added - leaving <= quota.limit
      var message = "the workspace takes \(Self.count(quota.limit, name))"
      if let origin = quota.origin { message += " (\(origin.fileAndLine))" }
      message += ", has \(present), and this revision adds \(added)"
      if leaving > 0 {
        message += " and takes \(leaving) away"
        if fits { message += ": once those are gone there is room, in the next cycle" }
      }
      return Diagnostic(
        .error, code: "quota-exceeded", subject: action.reference, at: action.origin,
        message + "; no \(name) is added",
        remedy: fits
          ? nil
          : "remove \(Self.count(present + added - leaving - quota.limit, name)), or have the quota raised")
    }

    private static func count(_ number: Int, _ name: String) -> String {
      "\(number) \(name)\(number == 1 ? "" : "s")"
    }
  }
}
