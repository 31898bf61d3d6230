import Base
import Documents
import Manifests

/// Puts the tree of notification policies together and brings it into the form of the provisioning API (reference
/// grafana-http-api.md section 6.4). Every condition becomes one of `object_matchers`: upstream sends `matchers` as
/// equalities, whatever they say.
struct NotificationPolicyRendering {
  private let policy: ObjectReference
  private let routes: PolicyRoutes
  /// Where parts are looked for; nil: everywhere.
  private let namespace: String?
  private var diagnostics: [Diagnostic] = []
  private var uses: [ObjectUse] = []
  private var named: Set<ObjectUse> = []
  private var hasActiveTimings = false
  private var count = 0

  /// More nodes than anybody reads: parts that select each other's parts twice over grow beyond all bounds.
  private static let mostNodes = 5000

  /// The tree, or what keeps it from being made.
  static func render(
    _ policy: GrafanaNotificationPolicy, of object: ManifestObject, routes: PolicyRoutes
  ) -> (document: RenderedDocument?, diagnostics: [Diagnostic]) {
    var rendering = NotificationPolicyRendering(policy, of: object, routes: routes)
    let tree = rendering.node(policy.route, Place(parts: [], words: "the root route"))
    guard rendering.diagnostics.isEmpty else { return (nil, rendering.diagnostics) }
    let features: Set<ServerFeature> =
      rendering.hasActiveTimings ? [.alertProvisioning, .activeIntervals] : [.alertProvisioning]
    let document = RenderedDocument(
      kind: .notificationPolicy, common: policy.common, uid: ObjectKey.policyTree.uid,
      title: ObjectKey.policyTree.uid,
      body: DocumentBody(tree, isEditable: policy.isEditable), uses: rendering.uses.sorted(),
      features: features)
    return (document, [])
  }

  private init(_ policy: GrafanaNotificationPolicy, of object: ManifestObject, routes: PolicyRoutes) {
    self.policy = object.reference
    self.routes = routes
    namespace = policy.common.allowsCrossNamespaceImport ? nil : object.reference.namespace
  }

  /// Where a node stands in the tree.
  private struct Place {
    /// The parts that it comes from, outermost first.
    let parts: [PolicyRoutes.Part]
    /// For people.
    let words: String

    func below(_ index: Int) -> Place {
      Place(
        parts: parts, words: words.hasPrefix("route #") ? "\(words).\(index + 1)" : "route #\(index + 1)")
    }
  }

  private mutating func node(_ route: NotificationRoute, _ place: Place) -> JSONObject {
    count += 1
    note(route, place)
    var model = JSONObject()
    if let receiver = route.receiver { model["receiver"] = .string(receiver) }
    if let labels = route.groupBy { model["group_by"] = .array(labels.map { .string($0) }) }
    if !route.matchers.isEmpty {
      model["object_matchers"] = .array(
        route.matchers.map { [.string($0.label), .string($0.operator.rawValue), .string($0.value)] })
    }
    if route.continues { model["continue"] = true }
    for (name, list) in [
      ("mute_time_intervals", route.muteTimings), ("active_time_intervals", route.activeTimings),
    ] where !list.isEmpty {
      model[name] = .array(list.map { .string($0) })
    }
    for (name, duration) in [
      ("group_wait", route.groupWait), ("group_interval", route.groupInterval),
      ("repeat_interval", route.repeatInterval),
    ] {
      if let duration { model[name] = .string(PrometheusDuration.format(duration)) }
    }
    let below = children(of: route, place)
    if !below.isEmpty { model["routes"] = .array(below.map { .object($0) }) }
    return model
  }

  private mutating func children(of route: NotificationRoute, _ place: Place) -> [JSONObject] {
    guard let selector = route.selector else {
      return route.routes.enumerated().map { node($0.element, place.below($0.offset)) }
    }
    if let gap = routes.gap(of: selector, namespace: namespace) {
      refuse(
        "route-held-back", at: route.origin, "the tree of policies cannot be put together: \(gap.problem)",
        remedy: gap.remedy)
      return []
    }
    var children: [JSONObject] = []
    for (index, part) in routes.selected(by: selector, namespace: namespace).enumerated() {
      if let start = place.parts.firstIndex(where: { $0.reference == part.reference }) {
        refuseLoop(Array(place.parts[start...]), at: route.origin)
      } else if count >= Self.mostNodes {
        refuseSize(at: route.origin)
        break
      } else {
        let inner = Place(parts: place.parts + [part], words: place.below(index).words)
        children.append(node(part.route, inner))
      }
    }
    return children
  }

  // MARK: What it needs

  private mutating func note(_ route: NotificationRoute, _ place: Place) {
    let words = place.words + (place.parts.last.map { " (\($0.reference))" } ?? "")
    if let receiver = route.receiver { use(.contactPoint, receiver, words) }
    for name in route.muteTimings + route.activeTimings { use(.muteTiming, name, words) }
    if !route.activeTimings.isEmpty { hasActiveTimings = true }
  }

  /// Each object once, with the first place that names it.
  private mutating func use(_ kind: ObjectKind, _ name: String, _ place: String) {
    guard named.insert(ObjectUse(kind, name, place: "")).inserted else { return }
    uses.append(ObjectUse(kind, name, place: place))
  }

  // MARK: Telling

  private mutating func refuseLoop(_ parts: [PolicyRoutes.Part], at origin: SourceLocation) {
    let names = parts.sorted { $0.reference < $1.reference }
      .map { "\($0.reference) (\($0.origin.fileAndLine))" }.joined(separator: ", ")
    let message =
      parts.count == 1
      ? "\(names) selects itself by its routeSelector" : "\(names) select each other by their routeSelectors"
    refuse(
      "route-loop", at: origin, message, remedy: "give one of them other labels, or another routeSelector")
  }

  private mutating func refuseSize(at origin: SourceLocation) {
    refuse(
      "too-many-routes", at: origin,
      "the tree of policies has more than \(Self.mostNodes) routes, since routes select others several times over",
      remedy: "select each route once")
  }

  private mutating func refuse(
    _ code: String, at origin: SourceLocation, _ message: String, remedy: String
  ) {
    let finding = Diagnostic(.error, code: code, subject: policy, at: origin, message, remedy: remedy)
    if !diagnostics.contains(finding) { diagnostics.append(finding) }
  }
}
