import Base
import Manifests

/// The parts of notification policies that a revision has, by which trees are put together.
public struct PolicyRoutes: Sendable {
  /// A `GrafanaNotificationPolicyRoute`.
  struct Part: Sendable {
    let reference: ObjectReference
    let labels: [String: String]
    let origin: SourceLocation
    let route: NotificationRoute
  }

  /// A part that cannot be read.
  private struct Absent: Sendable {
    let reference: ObjectReference
    /// Nil where they are not known.
    let labels: [String: String]?
    let origin: SourceLocation
  }

  /// By namespace and name: the order in which they come into a tree.
  private let parts: [Part]
  private let absent: [Absent]
  /// A file that cannot be read and may hold parts.
  private let unreadableFile: String?

  init<Item: ManifestItem>(_ objects: [ManifestObject], in set: ManifestSet<Item>) {
    parts = objects.compactMap { object in
      (object.spec as? GrafanaNotificationPolicyRoute).map {
        Part(
          reference: object.reference, labels: object.metadata.labels, origin: object.origin, route: $0.route)
      }
    }.sorted { $0.reference < $1.reference }
    absent = set.heldBack.filter { $0.key.kind == GrafanaNotificationPolicyRoute.kind }.map {
      Absent(reference: $0.key, labels: set.heldBackMetadata[$0.key]?.labels, origin: $0.value)
    }.sorted { $0.reference < $1.reference }
    unreadableFile = set.unreadableFile(thatMayHold: GrafanaNotificationPolicyRoute.kind)
  }

  /// The parts that a selector takes.
  /// - Parameter namespace: nil takes those of all.
  func selected(by selector: LabelSelector, namespace: String?) -> [Part] {
    parts.filter {
      (namespace == nil || $0.reference.namespace == namespace) && selector.matches($0.labels)
    }
  }

  /// What a selector may miss, as a clause with what to do; nil where it misses nothing. A tree without a part that is only
  /// misspelt would delete its routes.
  func gap(of selector: LabelSelector, namespace: String?) -> (problem: String, remedy: String)? {
    let missed = absent.first {
      (namespace == nil || $0.reference.namespace == namespace)
        && ($0.labels.map { selector.matches($0) } ?? true)
    }
    if let missed {
      return (
        "\(missed.reference) (\(missed.origin.fileAndLine)), which may belong to it, is held back",
        "mend that manifest first"
      )
    }
    return unreadableFile.map {
      ("\($0), which cannot be read, may hold routes that belong to it", "mend that file first")
    }
  }

  /// The parts that no policy takes, as far as all policies can be read.
  func findings(_ objects: [ManifestObject], heldBack: some Sequence<ObjectReference>) -> [Diagnostic] {
    if heldBack.contains(where: { $0.kind == GrafanaNotificationPolicy.kind }) { return [] }
    var taken: Set<ObjectReference> = []
    for object in objects {
      guard let policy = object.spec as? GrafanaNotificationPolicy else { continue }
      let namespace = policy.common.allowsCrossNamespaceImport ? nil : object.reference.namespace
      var waiting = policy.route.nodes
      var seen: Set<ObjectReference> = []
      while let node = waiting.popLast() {
        guard let selector = node.selector else { continue }
        for part in selected(by: selector, namespace: namespace) where seen.insert(part.reference).inserted {
          waiting += part.route.nodes
        }
      }
      taken.formUnion(seen)
    }
    return parts.filter { !taken.contains($0.reference) }.map { part in
      Diagnostic(
        .warning, code: "unselected-route", subject: part.reference, at: part.origin,
        "no GrafanaNotificationPolicy selects this route, so that it has no effect",
        remedy: "give it the labels that the routeSelector of a policy names, or remove it")
    }
  }
}
