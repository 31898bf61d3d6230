import Base
import Documents

/// Tells what differs between two lists of relabel rules, or of stages.
struct RuleComparison {
  /// The lists that are compared so, with what one of their elements is called.
  static let lists: [(key: String, word: String)] = [
    ("relabel_configs", "relabel rule"), ("metric_relabel_configs", "metric relabel rule"),
    ("write_relabel_configs", "write relabel rule"), ("pipeline_stages", "stage"),
  ]

  let place: String
  let word: String
  /// Whether rules may be told by what they say.
  let isShown: Bool

  func changes(_ old: [JSON], _ new: [JSON]) -> [Change] {
    let pairs = EntryPairs(old, new)
    if !isShown { return counts(pairs) }
    var changes = pairs.removed.map { Change("\(place): \(word) \(name($0)) removed") }
    changes += pairs.added.map { Change("\(place): \(word) \(name($0)) added") }
    changes += pairs.changed.flatMap(differences)
    if pairs.isReordered { changes.append(Change("\(place): \(word)s in another order")) }
    return changes
  }

  private func counts(_ pairs: EntryPairs) -> [Change] {
    let counts = [
      (pairs.removed.count, "removed"), (pairs.added.count, "added"), (pairs.changed.count, "changed"),
    ]
    var changes = counts.filter { $0.0 > 0 }.map { count, verb in
      Change("\(place): \(count) \(word)\(count == 1 ? "" : "s") \(verb)")
    }
    if pairs.isReordered { changes.append(Change("\(place): \(word)s in another order")) }
    return changes
  }

  /// One change for each field of a rule.
  private func differences(_ old: JSON, _ new: JSON) -> [Change] {
    guard name(old) == name(new) else {
      return [Change("\(place): \(word) \(name(old)) replaced by \(name(new))")]
    }
    let fields = JSONDifference.between(old, new).compactMap { $0.pointer.tokens.first }
    var seen: Set<String> = []
    return fields.filter { seen.insert($0).inserted }.map { field in
      let before = ShownSettings.text(ofRuleField: old[field])
      let after = ShownSettings.text(ofRuleField: new[field])
      let isTold = before != nil || after != nil
      return Change(
        "\(place): \(word) \(name(new)): \(field)\(isTold ? "" : " (changed)")", before: before, after: after)
    }
  }

  /// What tells rules apart: `replace to namespace`, `keep by job`, `labelmap`, `stage json`.
  private func name(_ rule: JSON) -> String {
    if word == "stage" { return rule.objectValue?.keys.first ?? "without a name" }
    let action = rule["action"]?.stringValue ?? "replace"
    if let target = rule["target_label"]?.stringValue { return "\(action) to \(target)" }
    let sources = (rule["source_labels"]?.arrayValue ?? []).compactMap(\.stringValue)
    return sources.isEmpty ? action : "\(action) by \(sources.joined(separator: ", "))"
  }
}
