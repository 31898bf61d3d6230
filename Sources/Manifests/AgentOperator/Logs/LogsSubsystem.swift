import Base

/// `spec.logs` of a GrafanaAgent.
public struct LogsSubsystem: Sendable {
  public private(set) var clients: [LogsClient] = []
  /// Nil stands for `cluster`; empty leaves the label out.
  public private(set) var clusterLabel: String?
  public private(set) var instances = HierarchySelector.nothing
  public private(set) var ignoresNamespaceSelectors = false
  public private(set) var enforcedNamespaceLabel: String?
  public let places: FieldPlaces

  /// An absent `spec.logs` selects nothing.
  init(absentIn spec: FieldReader) { places = FieldPlaces(spec) }

  public init(_ fields: FieldReader) {
    places = FieldPlaces(fields)
    clients = fields.objects("clients") { LogsClient($0) } ?? []
    clusterLabel = fields.string("logsExternalLabelName")
    instances = HierarchySelector(
      fields, labels: "instanceSelector", namespaces: "instanceNamespaceSelector")
    ignoresNamespaceSelectors = fields.bool("ignoreNamespaceSelectors") ?? false
    enforcedNamespaceLabel = fields.filledString("enforcedNamespaceLabel")
    fields.checkLabelName("logsExternalLabelName")
    fields.checkLabelName("enforcedNamespaceLabel")
  }
}
