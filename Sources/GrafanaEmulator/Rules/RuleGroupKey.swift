/// Names a group of rules.
struct RuleGroupKey: Hashable, Sendable, Comparable {
  let folderUID: String
  let name: String

  static func < (left: RuleGroupKey, right: RuleGroupKey) -> Bool {
    (left.folderUID, left.name) < (right.folderUID, right.name)
  }

  /// As refusals name it.
  var text: String { "{orgID: 1, namespaceUID: \(folderUID), groupName: \(name)}" }
}
