/// A value that can be written as YAML.
public protocol YAMLWritable {
  /// What is to be written.
  /// - Parameter column: where the keys of the value begin if it is a mapping, from 0.
  func yamlForm(column: Int) -> YAMLForm<Self>
}

/// One value of a document with its parts.
public enum YAMLForm<Node: YAMLWritable> {
  public enum Scalar {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case text(String)
  }

  case scalar(Scalar)
  case list([Node])
  case mapping([(key: String, value: Node)])
  /// A mapping that was written before, as `YAMLWriter.lines` gave it for the column. Never empty.
  case lines([UInt8])

  /// Whether it takes lines of its own.
  var isBlock: Bool {
    switch self {
    case .scalar: false
    case .list(let elements): !elements.isEmpty
    case .mapping(let members): !members.isEmpty
    case .lines: true
    }
  }
}

extension JSON: YAMLWritable {
  public func yamlForm(column: Int) -> YAMLForm<JSON> {
    switch self {
    case .null: .scalar(.null)
    case .bool(let flag): .scalar(.bool(flag))
    case .number(let number): .scalar(.number(number))
    case .string(let text): .scalar(.text(text))
    case .array(let elements): .list(elements)
    case .object(let object): .mapping(object.members.map { ($0.key, $0.value) })
    }
  }
}
