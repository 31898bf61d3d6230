/// What stands in a body: an argument or a block.
public enum AlloyStatement: Hashable, Sendable {
  /// `name = value`.
  case attribute(String, AlloyExpression)
  case block(AlloyBlock)
}

extension AlloyStatement {
  /// The same with every text that stands for itself replaced.
  /// - Parameters:
  ///   - names: of the members of objects.
  ///   - values: everything else between quotes, labels of blocks aside.
  public func mapStrings(
    names: (String) -> String, values: (String) -> AlloyExpression
  ) -> AlloyStatement {
    switch self {
    case .attribute(let name, let value): .attribute(name, value.mapStrings(names: names, values: values))
    case .block(let block):
      .block(
        AlloyBlock(
          block.name.joined(separator: "."), label: block.label,
          block.body.map { $0.mapStrings(names: names, values: values) }))
    }
  }
}

/// `name "label" { … }`. A block of the outermost level is a component or a setting of Alloy itself.
public struct AlloyBlock: Hashable, Sendable {
  /// `prometheus.remote_write`, in its parts.
  public let name: [String]
  /// Nil where the block has none: `logging { … }`.
  public let label: String?
  public let body: [AlloyStatement]

  public init(_ name: String, label: String? = nil, _ body: [AlloyStatement]) {
    self.name = name.split(separator: ".").map(String.init)
    self.label = label
    self.body = body
  }

  /// What refers to the component: `prometheus.remote_write.default`.
  public var path: [String] { name + (label.map { [$0] } ?? []) }

  /// The same block with every reference replaced.
  func mapReferences(_ transform: ([String]) -> [String]) -> AlloyBlock {
    AlloyBlock(
      name.joined(separator: "."), label: label,
      body.map { statement in
        switch statement {
        case .attribute(let name, let value): .attribute(name, value.mapReferences(transform))
        case .block(let block): .block(block.mapReferences(transform))
        }
      })
  }

  func labelled(_ label: String) -> AlloyBlock {
    AlloyBlock(name.joined(separator: "."), label: label, body)
  }
}

/// A whole Alloy configuration.
public struct AlloyConfiguration: Hashable, Sendable {
  public let statements: [AlloyStatement]

  public init(_ statements: [AlloyStatement]) {
    self.statements = statements
  }

  /// The blocks of the outermost level.
  public var blocks: [AlloyBlock] {
    statements.compactMap { if case .block(let block) = $0 { block } else { nil } }
  }
}
