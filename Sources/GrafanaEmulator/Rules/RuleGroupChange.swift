/// What a write of a group does to its rules, and to those of the groups that rules come from.
struct RuleGroupChange: Sendable {
  struct Update: Sendable {
    let before: AlertRule
    var after: AlertRule
  }

  let key: RuleGroupKey
  private(set) var added: [AlertRule] = []
  private(set) var updated: [Update] = []
  private(set) var deleted: [AlertRule] = []
  /// The rules of the groups that change, as they were.
  private(set) var affected: [RuleGroupKey: [AlertRule]] = [:]

  var isEmpty: Bool { added.isEmpty && updated.isEmpty && deleted.isEmpty }

  /// Compares what is sent with what is there. A rule with the uid of another group comes from there.
  init(of key: RuleGroupKey, to drafts: [RuleDraft], in book: RuleBook, _ lens: Lens) throws(RuleFailure) {
    self.key = key
    let present = book.group(key)
    if !present.isEmpty { affected[key] = present }
    var rest = Set(present.map(\.uid))
    for draft in drafts {
      rest.remove(draft.rule.uid)
      guard !draft.rule.uid.isEmpty, let before = book[draft.rule.uid] else {
        guard draft.rule.uid.isEmpty || lens.rules.groupsMakeKnownUIDs else {
          throw .unknownRule(draft.rule.uid)
        }
        added.append(Self.complete(draft))
        continue
      }
      affected[before.key] = book.group(before.key)
      let after = draft.patching(before)
      if !before.saysTheSame(as: after) { updated.append(Update(before: before, after: after)) }
    }
    deleted = present.filter { rest.contains($0.uid) }
  }

  /// Everything else in the groups is written again: those that stay count a version, and those of other groups close
  /// ranks.
  mutating func includeNeighbours() {
    let touched = Set(updated.map(\.before.uid) + deleted.map(\.uid))
    for (group, rules) in affected {
      var place = 0
      for rule in rules where !touched.contains(rule.uid) {
        place += 1
        var after = rule
        if group != key { after.groupIndex = place }
        updated.append(Update(before: rule, after: after))
      }
    }
  }

  /// A new rule with the uid of a rule that is to be changed lacks what it would have kept.
  private static func complete(_ draft: RuleDraft) -> AlertRule {
    var rule = draft.rule
    rule.id = draft.sentID
    if !rule.uid.isEmpty {
      if !draft.hasPending { rule.pending = -1 }
      if !draft.hasMissingSeries { rule.missingSeriesEvaluations = -1 }
    }
    return rule
  }

  /// Words for the steps of a write in refusals.
  struct Steps: Sendable {
    let adding: String
    let updating: String
  }

  /// Carries the change out. A failure leaves `book` half changed: give it a copy.
  /// - Parameter provenance: nil keeps what rules have; new ones have none then.
  /// - Returns: the uids of the new rules.
  func apply(
    to book: inout RuleBook, provenance: String?, by author: Author, names: NameMaker, _ lens: Lens,
    steps: Steps
  ) throws(RuleFailure) -> [String] {
    if lens.rules.deletesFirst {
      remove(from: &book)
      try update(&book, provenance, author, lens, steps)
      return try add(to: &book, provenance, author, names, lens, steps)
    }
    let uids = try add(to: &book, provenance, author, names, lens, steps)
    try update(&book, provenance, author, lens, steps)
    remove(from: &book)
    return uids
  }

  private func remove(from book: inout RuleBook) {
    for rule in deleted { book.remove(rule.uid) }
  }

  private func update(
    _ book: inout RuleBook, _ provenance: String?, _ author: Author, _ lens: Lens, _ steps: Steps
  ) throws(RuleFailure) {
    do throws(RuleFailure) {
      for change in updated {
        var change = change
        if let provenance { change.after.provenance = provenance }
        try book.update(change, by: author, lens)
      }
      for change in updated { try book.checkTitle(of: book[change.after.uid] ?? change.after, lens) }
    } catch {
      throw error.within(steps.updating)
    }
  }

  private func add(
    to book: inout RuleBook, _ provenance: String?, _ author: Author, _ names: NameMaker, _ lens: Lens,
    _ steps: Steps
  ) throws(RuleFailure) -> [String] {
    do throws(RuleFailure) {
      return try added.map { rule throws(RuleFailure) -> String in
        var rule = rule
        if rule.uid.isEmpty { rule.uid = names.uid() }
        rule.provenance = provenance ?? ""
        return try book.insert(rule, by: author, lens).uid
      }
    } catch {
      throw error.within(steps.adding)
    }
  }
}
