import Alloy
import Base

/// What a person wants to know about two versions of a configuration in Alloy's language: components that come, go and change,
/// and which of their arguments. Only values of a fixed list of harmless arguments are ever shown, since all others may be
/// credentials.
struct ComponentComparison {
  private(set) var changes: [Change] = []

  /// - Parameters:
  ///   - old: the text that is there; nil where there is none.
  ///   - new: the text that is wanted; nil where the file goes away.
  static func changes(old: SecretValue?, new: SecretValue?) -> [Change] {
    let before = old.map(parse)
    let after = new.map(parse)
    if case .some(nil) = before {
      return [Change("the file is no configuration of Alloy and is written anew")]
    }
    var comparison = ComponentComparison()
    comparison.compare(before.flatMap { $0 } ?? [], after.flatMap { $0 } ?? [])
    return comparison.changes
  }

  private static func parse(_ text: SecretValue) -> [AlloyBlock]? {
    let text = text.withBytes { String(decoding: $0, as: UTF8.self) }
    return (try? AlloyParser.configuration(text))?.blocks
  }

  private mutating func compare(_ old: [AlloyBlock], _ new: [AlloyBlock]) {
    for pair in Self.pairs(old, new) {
      guard let before = pair.old, let after = pair.new else {
        changes.append(Change("\(pair.name) \(pair.new == nil ? "removed" : "added")"))
        continue
      }
      bodies(after, [], before.body, after.body)
    }
    // Nothing in Alloy depends on the order of components, but a file that is written has a reason.
    if changes.isEmpty, old != new { changes.append(Change("components in another order")) }
  }

  // MARK: Arguments

  private mutating func bodies(
    _ component: AlloyBlock, _ path: [String], _ old: [AlloyStatement], _ new: [AlloyStatement]
  ) {
    if old == new { return }
    let before = Self.attributes(old)
    let after = Self.attributes(new)
    let names = before.map(\.0) + after.map(\.0).filter { name in !before.contains { $0.0 == name } }
    for name in names {
      let one = before.first { $0.0 == name }?.1
      let other = after.first { $0.0 == name }?.1
      if one != other { argument(component, path + [name], one, other) }
    }
    for pair in Self.pairs(Self.blocks(old), Self.blocks(new)) {
      let inner = path + [pair.name]
      guard let one = pair.old, let other = pair.new else {
        let word = pair.new == nil ? "removed" : "added"
        changes.append(Change("\(Self.name(component)): \(inner.joined(separator: ".")) \(word)"))
        continue
      }
      bodies(component, inner, one.body, other.body)
    }
  }

  /// - Parameter path: of the argument in its component.
  private mutating func argument(
    _ component: AlloyBlock, _ path: [String], _ old: AlloyExpression?, _ new: AlloyExpression?
  ) {
    if case .object(let one)? = old, case .object(let other)? = new {
      for name in (one + other.filter { field in !one.contains { $0.name == field.name } }).map(\.name) {
        let values = [one, other].map { fields in fields.first { $0.name == name }?.value }
        if values[0] != values[1] { argument(component, path + [name], values[0], values[1]) }
      }
      return
    }
    let isShown = Self.openComponents.contains(component.name) && Self.isHarmless(path)
    let values = [old, new].map { value in value.flatMap { isShown ? Self.shown($0, at: path) : nil } }
    let word =
      values.contains { $0 != nil } ? "" : old == nil ? " added" : new == nil ? " removed" : " (changed)"
    changes.append(
      Change(
        "\(Self.name(component)): \(path.joined(separator: "."))\(word)", before: values[0], after: values[1])
    )
  }

  private static func name(_ block: AlloyBlock) -> String { block.path.joined(separator: ".") }

  /// A plain value; anything with calls or lists may hold more than it seems to.
  private static func shown(_ value: AlloyExpression, at path: [String]) -> String? {
    switch value {
    case .string(let text): path.last == "url" ? ShownURL.text(text) : text
    case .number(let spelling): spelling
    case .boolean(let flag): flag ? "true" : "false"
    default: nil
    }
  }

  private static func isHarmless(_ path: [String]) -> Bool {
    if path.dropLast().last == "external_labels" { return true }
    return path.last.map(harmlessArguments.contains) ?? false
  }

  /// All others may be made of jobs in a Secret, whose texts are secret as a whole, or of settings that are not known well
  /// enough.
  private static let openComponents = [["prometheus", "remote_write"], ["loki", "write"], ["logging"]]

  private static let harmlessArguments: Set<String> = [
    "batch_send_deadline", "batch_size", "batch_wait", "capacity", "format", "level", "max_backoff",
    "max_backoff_period", "max_backoff_retries", "max_samples_per_send", "max_shards", "min_backoff",
    "min_backoff_period", "min_shards", "name", "region", "remote_timeout", "role_arn", "send",
    "send_interval", "url",
  ]

  // MARK: Pairs

  private struct Pair {
    let name: String
    let old: AlloyBlock?
    let new: AlloyBlock?
  }

  /// Blocks of two bodies by their names and labels. Of several with one name those that are equal belong together first,
  /// then what stands in the same place of the rest.
  private static func pairs(_ old: [AlloyBlock], _ new: [AlloyBlock]) -> [Pair] {
    var order: [[String]] = []
    var before: [[String]: [AlloyBlock]] = [:]
    var after: [[String]: [AlloyBlock]] = [:]
    for block in old {
      if before[block.path] == nil { order.append(block.path) }
      before[block.path, default: []].append(block)
    }
    for block in new {
      if before[block.path] == nil, after[block.path] == nil { order.append(block.path) }
      after[block.path, default: []].append(block)
    }
    return order.flatMap { path -> [Pair] in
      let name = path.joined(separator: ".")
      let (one, other) = (before[path] ?? [], after[path] ?? [])
      let isSingle = one.count < 2 && other.count < 2
      let (lost, added) = isSingle ? (one, other) : Self.unmatched(one, other)
      return (0..<max(lost.count, added.count)).map { index in
        Pair(
          name: isSingle ? name : "\(name) (\(index + 1))",
          old: lost.indices.contains(index) ? lost[index] : nil,
          new: added.indices.contains(index) ? added[index] : nil)
      }
    }
  }

  /// Of blocks with each other, beyond which they are matched by their places only.
  private static let mostComparisons = 1_000_000

  private static func unmatched(
    _ old: [AlloyBlock], _ new: [AlloyBlock]
  ) -> ([AlloyBlock], [AlloyBlock]) {
    let head = zip(old, new).prefix { $0 == $1 }.count
    let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed()).prefix { $0 == $1 }.count
    let former = Array(old.dropFirst(head).dropLast(tail))
    let later = Array(new.dropFirst(head).dropLast(tail))
    if former.count * later.count > mostComparisons { return (former, later) }
    let pairs = later.difference(from: former)
    var (lost, added): ([AlloyBlock], [AlloyBlock]) = ([], [])
    for change in pairs {
      switch change {
      case .remove(_, let block, _): lost.append(block)
      case .insert(_, let block, _): added.append(block)
      }
    }
    return (lost, added)
  }

  private static func attributes(_ body: [AlloyStatement]) -> [(String, AlloyExpression)] {
    body.compactMap { if case .attribute(let name, let value) = $0 { (name, value) } else { nil } }
  }

  private static func blocks(_ body: [AlloyStatement]) -> [AlloyBlock] {
    body.compactMap { if case .block(let block) = $0 { block } else { nil } }
  }
}
