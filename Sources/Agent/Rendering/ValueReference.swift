import Base
import Manifests

/// A value in a Secret or ConfigMap that a configuration needs.
public struct ValueReference: Hashable, Sendable, CustomStringConvertible {
  public let source: ValueSource
  /// That of the object that holds the reference.
  public let namespace: String

  public init(_ source: ValueSource, namespace: String) {
    self.source = source
    self.namespace = namespace
  }

  /// `/secrets/NAMESPACE/NAME/KEY` or `/configMaps/NAMESPACE/NAME/KEY`, as upstream names it (reference
  /// agent-operator.md section 2).
  public var storeKey: String {
    let folder =
      switch source {
      case .secret: "secrets"
      case .configMap: "configMaps"
      }
    return "/\(folder)/\(namespace)/\(source.selector.name)/\(source.selector.key)"
  }

  /// The store key as the name of a file: every character but letters, digits and underscores becomes an underscore.
  public var fileName: String { storeKey.keepingWordCharacters }

  /// `key password of Secret monitoring/amp`.
  public var description: String {
    let kind =
      switch source {
      case .secret: "Secret"
      case .configMap: "ConfigMap"
      }
    return "key \(source.selector.key) of \(kind) \(namespace)/\(source.selector.name)"
  }

  /// Two references to one value are one, wherever they are written.
  public static func == (left: ValueReference, right: ValueReference) -> Bool {
    left.storeKey == right.storeKey
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(storeKey) }
}

/// What a look-up gave.
public enum ValueAnswer: Sendable, Equatable {
  case found(SecretValue)
  /// Taken to be somewhere else, and to be right: nothing is told of what it holds.
  case unknown
  /// What is missing with all places that were looked at, and what to do.
  case missing(String, remedy: String)
}

/// Looks values up. It is asked for the same reference more than once.
public typealias ValueLookup = @Sendable (ValueReference) -> ValueAnswer
