import Base

/// Which objects of one kind belong to another object (reference agent-operator.md section 2).
public struct HierarchySelector: Hashable, Sendable {
  /// Nil selects nothing; an empty selector selects everything.
  public let labels: LabelSelector?
  /// Nil stands for the namespace of the object that selects; an empty selector for all namespaces.
  public let namespaces: LabelSelector?

  /// Selects nothing.
  public static let nothing = HierarchySelector(labels: nil, namespaces: nil)

  private init(labels: LabelSelector?, namespaces: LabelSelector?) {
    self.labels = labels
    self.namespaces = namespaces
  }

  /// Whether it takes more than the names of namespaces to know what it selects.
  public var needsNamespaceLabels: Bool {
    guard labels != nil, let namespaces else { return false }
    let keys = Array(namespaces.matchLabels.keys) + namespaces.matchExpressions.map(\.key)
    return keys.contains { $0 != NamespaceManifest.nameLabel }
  }

  init(_ fields: FieldReader, labels: String, namespaces: String) {
    self.labels = fields.object(labels) { LabelSelector($0) }
    self.namespaces = fields.object(namespaces) { LabelSelector($0) }
  }
}
