internal import Documents

/// A block of Terraform's language in the layout of its formatter: equals signs of neighbours in one column, an empty
/// line before and after a block, none between blocks of one kind.
struct TerraformBlock {
  enum Item {
    case attribute(String, JSON)
    case block(TerraformBlock)
  }

  /// `resource "grafana_contact_point" "name"`.
  let head: String
  var items: [Item] = []

  func text(indent: String = "") -> String {
    var output = "\(indent)\(head) {\n"
    let inner = indent + "  "
    for (index, item) in items.enumerated() {
      if index > 0, isApart(items[index - 1], item) { output += "\n" }
      switch item {
      case .attribute(let name, let value):
        let padding = String(repeating: " ", count: width(around: index) - name.count)
        output += "\(inner)\(name)\(padding) = \(Self.literal(value))\n"
      case .block(let block): output += block.text(indent: inner)
      }
    }
    return output + "\(indent)}\n"
  }

  private func isApart(_ one: Item, _ other: Item) -> Bool {
    switch (one, other) {
    case (.attribute, .attribute): false
    case (.block(let one), .block(let other)): one.head != other.head
    default: true
    }
  }

  /// The longest name among the attributes that stand together with this one.
  private func width(around index: Int) -> Int {
    let name = { (item: Item) -> String? in if case .attribute(let name, _) = item { name } else { nil } }
    let before = items[..<index].reversed().prefix { name($0) != nil }
    let after = items[index...].prefix { name($0) != nil }
    return (Array(before) + Array(after)).compactMap { name($0)?.count }.max() ?? 0
  }

  private static func literal(_ value: JSON) -> String {
    switch value {
    case .string(let text): quoted(text)
    case .array(let list): "[\(list.map(literal).joined(separator: ", "))]"
    case .object(let object):
      "{\(object.members.map { " \($0.key) = \(literal($0.value))" }.joined(separator: ","))\(object.isEmpty ? "" : " ")}"
    default: JSONWriter.string(value)
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    var last: Character?
    for character in text {
      switch character {
      case "\"", "\\": result += "\\\(character)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      // Doubled, so that the brace does not open an expression.
      case "{" where last == "$" || last == "%": result += "\(last ?? "$"){"
      default: result.append(character)
      }
      last = character
    }
    return result + "\""
  }
}
