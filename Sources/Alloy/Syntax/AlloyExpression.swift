/// A value in an Alloy configuration, as it is written: nothing is evaluated.
public indirect enum AlloyExpression: Hashable, Sendable {
  case null
  case boolean(Bool)
  /// The spelling of a number.
  case number(String)
  case string(String)
  case list([AlloyExpression])
  case object([AlloyField])
  /// A name or a path of names: `prometheus.remote_write.default.receiver`, `constants.hostname`.
  case reference([String])
  /// `sys.env("NAME")`.
  case call(AlloyExpression, [AlloyExpression])
  /// `targets[0]`.
  case element(AlloyExpression, AlloyExpression)
  /// A member of what is no plain path: `f().name`.
  case member(AlloyExpression, String)
  /// `-x`, `!x`.
  case prefix(String, AlloyExpression)
  /// `a + b`, `a == b`.
  case binary(AlloyExpression, String, AlloyExpression)
}

/// A member of an object: `name = value`.
public struct AlloyField: Hashable, Sendable {
  public let name: String
  public let value: AlloyExpression

  public init(_ name: String, _ value: AlloyExpression) {
    self.name = name
    self.value = value
  }
}

extension AlloyExpression {
  /// A reference written with dots.
  public static func path(_ text: String) -> AlloyExpression {
    .reference(text.split(separator: ".", omittingEmptySubsequences: false).map(String.init))
  }

  public static func integer(_ value: Int) -> AlloyExpression { .signed(String(value)) }

  /// A number that may have a minus before it.
  static func signed(_ spelling: String) -> AlloyExpression {
    spelling.hasPrefix("-") ? .prefix("-", .number(String(spelling.dropFirst()))) : .number(spelling)
  }

  public static func strings(_ values: [String]) -> AlloyExpression { .list(values.map { .string($0) }) }

  /// An object of texts, sorted by name as Alloy's converter writes what Go keeps in a map.
  public static func strings(_ values: [String: String]) -> AlloyExpression {
    .object(
      values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { AlloyField($0.key, .string($0.value)) })
  }

  /// The same with every reference replaced.
  func mapReferences(_ transform: ([String]) -> [String]) -> AlloyExpression {
    switch self {
    case .null, .boolean, .number, .string: self
    case .list(let elements): .list(elements.map { $0.mapReferences(transform) })
    case .object(let fields): .object(fields.map { AlloyField($0.name, $0.value.mapReferences(transform)) })
    case .reference(let names): .reference(transform(names))
    case .call(let function, let arguments):
      .call(function.mapReferences(transform), arguments.map { $0.mapReferences(transform) })
    case .element(let base, let index):
      .element(base.mapReferences(transform), index.mapReferences(transform))
    case .member(let base, let name): .member(base.mapReferences(transform), name)
    case .prefix(let sign, let operand): .prefix(sign, operand.mapReferences(transform))
    case .binary(let left, let sign, let right):
      .binary(left.mapReferences(transform), sign, right.mapReferences(transform))
    }
  }

  /// The same with every text replaced.
  func mapStrings(names: (String) -> String, values: (String) -> AlloyExpression) -> AlloyExpression {
    func mapped(_ value: AlloyExpression) -> AlloyExpression {
      value.mapStrings(names: names, values: values)
    }
    switch self {
    case .null, .boolean, .number, .reference: return self
    case .string(let text): return values(text)
    case .list(let elements): return .list(elements.map(mapped))
    case .object(let fields):
      return .object(fields.map { AlloyField(names($0.name), mapped($0.value)) })
    case .call(let function, let arguments): return .call(mapped(function), arguments.map(mapped))
    case .element(let base, let index): return .element(mapped(base), mapped(index))
    case .member(let base, let name): return .member(mapped(base), name)
    case .prefix(let sign, let operand): return .prefix(sign, mapped(operand))
    case .binary(let left, let sign, let right): return .binary(mapped(left), sign, mapped(right))
    }
  }
}
