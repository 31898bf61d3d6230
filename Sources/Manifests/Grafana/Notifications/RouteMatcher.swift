import Base
import Documents

/// A condition on one label of an alert.
public struct RouteMatcher: Hashable, Sendable {
  public enum Operator: String, CaseIterable, Sendable {
    case equals = "="
    case differs = "!="
    case fits = "=~"
    case misfits = "!~"
  }

  public let label: String
  public let `operator`: Operator
  public let value: String
}

extension RouteMatcher {
  /// All conditions of a route, however they are written: `object_matchers`, `matchers` and `match_re`.
  static func all(_ fields: FieldReader) -> [RouteMatcher] {
    let lists = fields.elements("object_matchers") ?? []
    let objects = lists.enumerated().compactMap { RouteMatcher($0.element, at: $0.offset, fields) }
    let named = fields.objects("matchers") { RouteMatcher($0) } ?? []
    let patterns = (fields.stringMap("match_re") ?? [:]).sorted { $0.key < $1.key }.map {
      RouteMatcher(label: $0.key, operator: .fits, value: $0.value)
    }
    return objects + named + patterns
  }

  /// `[label, operator, value]`.
  private init?(_ node: YAMLNode, at index: Int, _ fields: FieldReader) {
    let place = "\(fields.qualified("object_matchers"))[\(index)]"
    let texts = (node.sequence ?? []).compactMap { element -> String? in
      if case .string(let text)? = element.scalar?.resolved { text } else { nil }
    }
    guard texts.count == 3, node.sequence?.count == 3 else {
      fields.document.tell(
        .error, code: "invalid-value", at: node.position,
        "\(place) is no list of a label, an operator and a value, which are texts",
        remedy: "write for example [severity, \"=~\", \"page|warn\"]")
      return nil
    }
    guard let choice = Operator(rawValue: texts[1]) else {
      fields.document.tell(
        .error, code: "invalid-value", at: node.position, "\(place) has the operator \(texts[1])",
        remedy: "write one of \(Operator.allCases.map(\.rawValue).joined(separator: ", "))")
      return nil
    }
    self.init(label: texts[0], operator: choice, value: texts[2])
  }

  /// Upstream makes an equality of every one of these, whatever they say (reference grafana-operator.md section 2.7).
  private init?(_ fields: FieldReader) {
    let name = fields.requiredString("name", remedy: "name the label")
    let value = fields.string("value")
    if !fields.has("value") { fields.missing("value", remedy: "write the value, \"\" for an empty one") }
    let isEqual = fields.bool("isEqual") ?? true
    let isRegex = fields.bool("isRegex") ?? false
    guard let name, let value else { return nil }
    self.init(
      label: name, operator: isRegex ? (isEqual ? .fits : .misfits) : (isEqual ? .equals : .differs),
      value: value)
  }
}
