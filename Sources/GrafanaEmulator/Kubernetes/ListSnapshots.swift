/// The last lists that were asked for, so that all pages of one list show one state.
struct ListSnapshots: Sendable {
  private static let limit = 4
  private var lists: [ObjectList] = []

  /// The list as it was at that resource version, if it is still remembered.
  func list(_ kind: KubernetesKind, at resourceVersion: Int) -> ObjectList? {
    lists.first { $0.kind == kind && $0.resourceVersion == resourceVersion }
  }

  mutating func remember(_ list: ObjectList) {
    lists.append(list)
    if lists.count > Self.limit { lists.removeFirst() }
  }
}
