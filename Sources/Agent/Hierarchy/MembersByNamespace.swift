import Manifests

/// The objects of one kind, for selectors that mostly look into one namespace.
struct MembersByNamespace<Spec: ManifestSpec>: Sendable {
  /// By namespace and name.
  let all: [HierarchyMember<Spec>]
  private let ranges: [String: Range<Int>]

  init(_ objects: [ManifestObject]) {
    all = objects.compactMap { HierarchyMember<Spec>($0) }.sorted {
      ($0.metadata.namespace, $0.metadata.name) < ($1.metadata.namespace, $1.metadata.name)
    }
    var ranges: [String: Range<Int>] = [:]
    for (index, member) in all.enumerated() {
      let start = ranges[member.metadata.namespace]?.lowerBound ?? index
      ranges[member.metadata.namespace] = start..<(index + 1)
    }
    self.ranges = ranges
  }

  /// The places of those that a selector of an object finds.
  func found(
    by selector: HierarchySelector, of parent: ObjectMetadata, _ namespaces: NamespaceLabels
  ) -> [Int] {
    guard let labels = selector.labels else { return [] }
    if selector.namespaces == nil {
      return (ranges[parent.namespace] ?? 0..<0).filter { labels.matches(all[$0].metadata.labels) }
    }
    return ranges.filter { namespaces.selects(selector, $0.key, from: parent.namespace) }.map(\.value)
      .sorted { $0.lowerBound < $1.lowerBound }
      .flatMap { range in range.filter { labels.matches(all[$0].metadata.labels) } }
  }

  /// The namespaces without a manifest in which an object would be selected, did the labels of the namespace not matter.
  func unknownNamespaces(_ selection: HierarchySelection, _ namespaces: NamespaceLabels) -> [UnknownNamespace]
  {
    guard let labels = selection.selector.labels else { return [] }
    return ranges.keys.sorted().compactMap { namespace in
      guard !namespaces.isWritten(namespace),
        (ranges[namespace] ?? 0..<0).contains(where: { labels.matches(all[$0].metadata.labels) })
      else { return nil }
      return UnknownNamespace(
        parent: selection.reference, place: selection.namespacePlace, kind: Spec.kind, namespace: namespace,
        isSelected: namespaces.selects(selection.selector, namespace, from: selection.parent.namespace))
    }
  }
}
