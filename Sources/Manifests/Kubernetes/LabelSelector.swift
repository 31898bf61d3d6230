/// A Kubernetes label selector: all of its labels and expressions must hold.
public struct LabelSelector: Hashable, Sendable {
  /// One condition on one label.
  public struct Expression: Hashable, Sendable {
    public enum Operator: String, CaseIterable, Sendable {
      case isIn = "In"
      case notIn = "NotIn"
      case exists = "Exists"
      case doesNotExist = "DoesNotExist"
    }

    public let key: String
    public let `operator`: Operator
    public let values: [String]
  }

  public let matchLabels: [String: String]
  public let matchExpressions: [Expression]

  /// A label that objects must have, with the values of which they must have one; nil where none is needed so.
  public var neededValues: (name: String, values: [String])? {
    if let (name, value) = matchLabels.min(by: { $0.key < $1.key }) { return (name, [value]) }
    return matchExpressions.first { $0.operator == .isIn }.map { ($0.key, $0.values) }
  }

  public func matches(_ labels: [String: String]) -> Bool {
    matchLabels.allSatisfy { labels[$0.key] == $0.value } && matchExpressions.allSatisfy { holds($0, labels) }
  }

  /// As the Kubernetes API machinery decides: a label that is absent satisfies `NotIn`.
  private func holds(_ expression: Expression, _ labels: [String: String]) -> Bool {
    let value = labels[expression.key]
    return switch expression.operator {
    case .isIn: value.map(expression.values.contains) ?? false
    case .notIn: value.map { !expression.values.contains($0) } ?? true
    case .exists: value != nil
    case .doesNotExist: value == nil
    }
  }
}

extension LabelSelector {
  /// Reads the fields of a selector.
  public init?(_ fields: FieldReader) {
    matchLabels = fields.stringMap("matchLabels") ?? [:]
    matchExpressions =
      fields.objects("matchExpressions") { expression -> Expression? in
        let key = expression.requiredString("key", remedy: "name the label")
        let values = expression.strings("values") ?? []
        if !expression.has("operator") {
          expression.missing("operator", remedy: "write one of In, NotIn, Exists, DoesNotExist")
        }
        guard let key, let choice = expression.choice("operator", of: Expression.Operator.self) else {
          return nil
        }
        let needsValues = choice == .isIn || choice == .notIn
        if needsValues == values.isEmpty {
          expression.error(
            "invalid-value", at: "values",
            "\(expression.qualified("values")) must \(needsValues ? "not be empty" : "be empty") with the operator "
              + choice.rawValue, remedy: needsValues ? "write at least one value" : "remove the values")
        }
        return Expression(key: key, operator: choice, values: values)
      } ?? []
  }
}
