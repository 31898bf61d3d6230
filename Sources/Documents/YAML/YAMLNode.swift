public import Base

/// A value in a YAML document that knows where it stands. Aliases are replaced by what they stand for, with the
/// position of the anchored text; merge keys are applied.
public struct YAMLNode: Sendable {
  /// What the node holds.
  public enum Value: Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    case mapping([YAMLEntry])
  }

  public let value: Value
  private let mark: YAMLMark

  init(_ value: Value, at mark: YAMLMark) {
    self.value = value
    self.mark = mark
  }

  /// Where the node begins: its anchor or tag, where it has one.
  public var position: Position { mark.position }
}

/// A key and its value in a mapping.
public struct YAMLEntry: Sendable {
  public let key: YAMLNode
  public let value: YAMLNode

  /// The key as the name of a JSON member, which is how sigs.k8s.io/yaml spells it: numbers and booleans become
  /// their text. The parser refuses keys that have no name.
  public var name: String {
    if case .scalar(let scalar) = key.value { scalar.memberName ?? "" } else { "" }
  }
}

extension YAMLNode {
  public var scalar: YAMLScalar? {
    if case .scalar(let scalar) = value { scalar } else { nil }
  }

  public var sequence: [YAMLNode]? {
    if case .sequence(let elements) = value { elements } else { nil }
  }

  public var mapping: [YAMLEntry]? {
    if case .mapping(let entries) = value { entries } else { nil }
  }

  /// Whether this is a scalar that means null.
  public var isNull: Bool { scalar?.isNull ?? false }

  /// A mapping's entry; nil where this is no mapping or has no such key.
  public func entry(_ name: String) -> YAMLEntry? {
    guard case .mapping(let entries) = value else { return nil }
    // By index: entries that are passed over are not copied.
    for index in entries.indices where entries[index].name.hasSameBytes(as: name) { return entries[index] }
    return nil
  }

  /// A mapping's value; nil where this is no mapping or has no such key.
  public subscript(name: String) -> YAMLNode? { entry(name)?.value }

  /// A sequence's element; nil where this is no sequence or is shorter.
  public subscript(index: Int) -> YAMLNode? {
    if let sequence, sequence.indices.contains(index) { sequence[index] } else { nil }
  }

  /// The value as Kubernetes would read it from the same text.
  public var json: JSON {
    switch value {
    case .scalar(let scalar): scalar.resolved
    case .sequence(let elements): .array(elements.map(\.json))
    case .mapping(let entries):
      .object(JSONObject(uniqueMembers: entries.map { .init(key: $0.name, value: $0.value.json) }))
    }
  }
}

extension YAMLNode {
  /// The value with the lone letters `y` and `n` as texts. go-yaml v2 makes booleans of them where nothing says what is
  /// asked for; PyYAML and go-yaml v3 do not, and a program that asks for a text, as Prometheus does, gets the letter.
  public var jsonWithLetters: JSON {
    switch value {
    case .scalar(let scalar): scalar.letter.map { .string($0) } ?? scalar.resolved
    case .sequence(let elements): .array(elements.map(\.jsonWithLetters))
    case .mapping(let entries):
      .object(
        JSONObject(
          entries.map { ($0.key.scalar?.letter ?? $0.name, $0.value.jsonWithLetters) }))
    }
  }
}

extension YAMLScalar {
  /// The text where it is one of the letters that go-yaml v2 takes for a boolean.
  fileprivate var letter: String? {
    (resolution == .yes || resolution == .no) && text.utf8.count == 1 ? text : nil
  }
}

extension YAMLNode {
  /// The node that a path leads to; nil where there is none.
  public func node(at pointer: JSONPointer) -> YAMLNode? {
    var node = self
    for token in pointer.tokens {
      guard let child = node.child(token) else { return nil }
      node = child
    }
    return node
  }

  /// The best place for a message about what a path leads to: the key of the last member that is there (the place
  /// of an element of a sequence), or of the nearest node above where the path leads out of the document.
  public func position(of pointer: JSONPointer) -> Position {
    var node = self
    var position = position
    for token in pointer.tokens {
      guard let child = node.child(token) else { return position }
      position = node.entry(token)?.key.position ?? child.position
      node = child
    }
    return position
  }

  private func child(_ token: String) -> YAMLNode? {
    switch value {
    case .mapping: self[token]
    case .sequence: JSONPointer.index(token).flatMap { self[$0] }
    case .scalar: nil
    }
  }
}
