import Alloy

/// Configurations as what they mean: the order of arguments, of members of objects and of components says nothing;
/// the order of rules, stages and endpoints does.
enum AlloyComparison {
  static func blocks(_ text: String) throws -> Set<AlloyBlock> {
    Set(try AlloyParser.configuration(text).blocks.map(canonical))
  }

  private static func canonical(_ block: AlloyBlock) -> AlloyBlock {
    var attributes: [(name: String, value: AlloyExpression)] = []
    var ordered: [AlloyBlock] = []
    var free: [AlloyBlock] = []
    for statement in block.body {
      switch statement {
      case .attribute(let name, let value): attributes.append((name, canonical(value)))
      case .block(let inner) where ["rule", "stage", "endpoint"].contains(inner.name[0]):
        ordered.append(canonical(inner))
      case .block(let inner): free.append(canonical(inner))
      }
    }
    free.sort { $0.path.joined(separator: ".") < $1.path.joined(separator: ".") }
    return AlloyBlock(
      block.name.joined(separator: "."), label: block.label,
      attributes.sorted { $0.name < $1.name }.map { .attribute($0.name, $0.value) }
        + (free + ordered).map { .block($0) })
  }

  private static func canonical(_ value: AlloyExpression) -> AlloyExpression {
    switch value {
    case .object(let fields):
      .object(fields.map { AlloyField($0.name, canonical($0.value)) }.sorted { $0.name < $1.name })
    case .list(let elements): .list(elements.map(canonical))
    case .call(let function, let arguments): .call(function, arguments.map(canonical))
    default: value
    }
  }
}

extension AlloyConfiguration {
  /// Components that stand twice, labels that are no names, and references to components that are not there.
  var faults: [String] {
    let paths = blocks.map(\.path)
    var faults: [String] = []
    var seen: Set<[String]> = []
    for block in blocks {
      if !seen.insert(block.path).inserted { faults.append("twice: \(block.path)") }
      faults += block.faultyLabels
      for reference in block.body.flatMap(\.references) where reference.count > 2 {
        if !paths.contains(where: { reference.starts(with: $0) }) {
          faults.append("nothing is at \(reference.joined(separator: "."))")
        }
      }
    }
    return faults
  }
}

extension AlloyBlock {
  /// Labels of it and of the blocks in it that are no names or stand twice.
  fileprivate var faultyLabels: [String] {
    let inner = body.compactMap { if case .block(let block) = $0 { block } else { nil } }
    let paths = inner.filter { $0.label != nil }.map(\.path)
    let own = label.map { AlloyIdentifier.isValid($0) ? [] : ["label: \($0)"] } ?? []
    let twice = Set(paths).count == paths.count ? [] : ["labels in \(path) stand twice"]
    return own + twice + inner.flatMap(\.faultyLabels)
  }
}

extension AlloyStatement {
  fileprivate var references: [[String]] {
    switch self {
    case .attribute(_, let value): value.references
    case .block(let block): block.body.flatMap(\.references)
    }
  }
}

extension AlloyExpression {
  fileprivate var references: [[String]] {
    switch self {
    case .reference(let names): [names]
    case .list(let elements): elements.flatMap(\.references)
    case .object(let fields): fields.flatMap(\.value.references)
    case .call(let function, let arguments): function.references + arguments.flatMap(\.references)
    case .element(let base, let index): base.references + index.references
    case .member(let base, _): base.references
    case .prefix(_, let operand): operand.references
    case .binary(let left, _, let right): left.references + right.references
    case .null, .boolean, .number, .string: []
    }
  }
}
