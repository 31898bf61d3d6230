import Base
import Documents

/// Names one value in a Secret or ConfigMap.
public struct KeySelector: Hashable, Sendable {
  public let name: String
  public let key: String
  /// Where the reference is written.
  public let origin: SourceLocation

  public init(name: String, key: String, origin: SourceLocation) {
    self.name = name
    self.key = key
    self.origin = origin
  }
}

extension KeySelector {
  /// Reads `name`, `key` and `optional`. An optional reference is looked up like any other: a value that is missing is
  /// told, as grafana-operator does it (reference grafana-operator.md section 4).
  public init?(_ fields: FieldReader) {
    fields.ignore("optional")
    let name = fields.requiredString("name", remedy: "name the object that holds the value")
    let key = fields.requiredString("key", remedy: "name the key in it")
    guard let name, let key else { return nil }
    self.init(name: name, key: key, origin: fields.document.location(fields.node.position))
  }
}

/// A value that stands elsewhere: in a Secret or in a ConfigMap.
public enum ValueSource: Hashable, Sendable {
  case secret(KeySelector)
  case configMap(KeySelector)

  public var selector: KeySelector {
    switch self {
    case .secret(let selector), .configMap(let selector): selector
    }
  }

  /// Reads `secretKeyRef` or `configMapKeyRef`, exactly one of them.
  public init?(_ fields: FieldReader) {
    fields.atMostOne(["secretKeyRef", "configMapKeyRef"])
    if let selector = fields.object("secretKeyRef", { KeySelector($0) }) {
      self = .secret(selector)
    } else if let selector = fields.object("configMapKeyRef", { KeySelector($0) }) {
      self = .configMap(selector)
    } else {
      if !fields.has("secretKeyRef"), !fields.has("configMapKeyRef") {
        fields.missing("secretKeyRef", remedy: "write secretKeyRef or configMapKeyRef with name and key")
      }
      return nil
    }
  }
}
