/// All alert rules. A value: a write that fails half way is forgotten with its copy.
struct RuleBook: Sendable {
  /// By uid.
  private(set) var rules: [String: AlertRule] = [:]
  private var lastID = 0

  subscript(uid: String) -> AlertRule? { rules[uid] }

  var count: Int { rules.count }

  /// By folder, group and place.
  var sorted: [AlertRule] { rules.values.sorted(by: Self.precedes) }

  func group(_ key: RuleGroupKey) -> [AlertRule] {
    rules.values.filter { $0.key == key }.sorted(by: Self.precedes)
  }

  /// Groups with their rules, in order.
  var groups: [(key: RuleGroupKey, rules: [AlertRule])] {
    Dictionary(grouping: rules.values, by: \.key).map { ($0.key, $0.value.sorted(by: Self.precedes)) }
      .sorted { $0.0 < $1.0 }
  }

  func rules(inFolder uid: String) -> [AlertRule] { sorted.filter { $0.folderUID == uid } }

  func contains(inFolders uids: Set<String>) -> Bool {
    rules.values.contains { uids.contains($0.folderUID) }
  }

  /// Makes a rule; its uid must be made already. One with a number keeps it, as in Grafana's table.
  @discardableResult
  mutating func insert(
    _ rule: AlertRule, by author: Author, _ lens: Lens
  ) throws(RuleFailure) -> AlertRule {
    var rule = try RuleCheck.stored(rule, lens)
    guard rules[rule.uid] == nil else {
      throw .taken(rule.uid, columns: "alert_rule.org_id, alert_rule.uid", lens)
    }
    guard rule.id == 0 || !rules.values.contains(where: { $0.id == rule.id }) else {
      throw .taken(rule.uid, columns: "alert_rule.id", lens)
    }
    try checkTitle(of: rule, lens)
    if rule.id == 0 { rule.id = lastID + 1 }
    lastID = max(lastID, rule.id)
    rule.version = 1
    rule.updated = .now
    rule.updatedBy = author
    rule.guid = NameMaker.uuid()
    rules[rule.uid] = rule
    return rule
  }

  /// Writes a rule that is there and counts a version, also where it says the same as before.
  @discardableResult
  mutating func update(
    _ change: RuleGroupChange.Update, by author: Author, _ lens: Lens
  ) throws(RuleFailure) -> AlertRule {
    var rule = try RuleCheck.stored(change.after, lens)
    guard rules[rule.uid]?.version == change.before.version else {
      throw .stale(rule.uid, version: change.before.version)
    }
    rule.version = change.before.version + 1
    rule.updated = .now
    rule.updatedBy = author
    rules[rule.uid] = rule
    return rule
  }

  mutating func remove(_ uid: String) { rules[uid] = nil }

  /// Rules follow the names of what they send to, without a version of their own.
  mutating func rename(receiver old: String, to new: String) {
    for uid in rules.keys { rules[uid]?.rename(receiver: old, to: new) }
  }

  mutating func rename(timeInterval old: String, to new: String) {
    for uid in rules.keys { rules[uid]?.rename(timeInterval: old, to: new) }
  }

  mutating func removeRules(inFolders uids: Set<String>) {
    for rule in rules.values where uids.contains(rule.folderUID) { rules[rule.uid] = nil }
  }

  func checkTitle(of rule: AlertRule, _ lens: Lens) throws(RuleFailure) {
    guard lens.rules.titlesAreUnique else { return }
    let isTaken = rules.values.contains {
      $0.uid != rule.uid && $0.folderUID == rule.folderUID && $0.title == rule.title
    }
    guard !isTaken else { throw .taken(rule.uid, columns: "", lens) }
  }

  private static func precedes(_ one: AlertRule, _ other: AlertRule) -> Bool {
    (one.folderUID, one.group, one.groupIndex, one.id) < (
      other.folderUID, other.group, other.groupIndex, other.id
    )
  }
}
