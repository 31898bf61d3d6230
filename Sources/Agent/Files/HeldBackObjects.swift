import Base
import Manifests

/// The objects of a repository that have errors, and where they would stand without them, as far as their labels and
/// namespaces are known.
struct HeldBackObjects {
  private let all: [AgentInput.HeldBack]
  /// By kind and namespace, since most selectors look into one.
  private let places: [String: [String: [AgentInput.HeldBack]]]
  private let finder: HierarchyFinder

  init(_ objects: [AgentInput.HeldBack], _ finder: HierarchyFinder) {
    all = objects.sorted { $0.reference < $1.reference }
    self.finder = finder
    var places: [String: [String: [AgentInput.HeldBack]]] = [:]
    for object in all {
      places[object.reference.kind, default: [:]][object.reference.namespace, default: []].append(object)
    }
    self.places = places
  }

  /// Those that belong to a hierarchy, with the roles in whose documents they would stand.
  func found(in hierarchy: AgentHierarchy) -> [(object: AgentInput.HeldBack, roles: Set<AgentRole>)] {
    if all.isEmpty { return [] }
    var roles: [ObjectReference: Set<AgentRole>] = [:]
    for selection in hierarchy.selections {
      var found = found(by: selection)
      if selection.selector.needsNamespaceLabels {
        found += (places[NamespaceManifest.kind] ?? [:]).values.flatMap { $0 }
      }
      for object in found { roles[object.reference, default: []].formUnion(selection.roles) }
    }
    return all.compactMap { object in roles[object.reference].map { (object, $0) } }
  }

  /// Whether a selector could find one.
  func isFound(by selection: HierarchySelection) -> Bool { !found(by: selection).isEmpty }

  private func found(by selection: HierarchySelection) -> [AgentInput.HeldBack] {
    guard let known = places[selection.kind] else { return [] }
    let looked =
      selection.selector.namespaces == nil
      ? known[selection.parent.namespace] ?? [] : known.values.flatMap { $0 }
    return looked.filter { finder.couldSelect(selection.parent, selection.selector, $0) }
  }
}
