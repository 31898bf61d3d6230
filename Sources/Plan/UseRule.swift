import Base

/// Takes back writes of objects that name something which neither the workspace nor this repository has: servers store
/// them, and a panel or a rule fails later.
struct UseRule {
  private let input: PlanInput
  private let identities: Identities
  /// What can be named, by uid and by name.
  private var present: [ObjectKind: Set<String>] = [:]
  /// The uids of those, by their names.
  private var uids: [ObjectKind: [String: Set<String>]] = [:]

  init(_ input: PlanInput, _ identities: Identities) {
    self.input = input
    self.identities = identities
    present = input.builtIn
    for object in input.observed.values { note(object.key, object.title) }
    for object in identities.objects { note(object.key, object.desired.title) }
  }

  private mutating func note(_ declared: ObjectKey, _ title: String) {
    let key = declared.declared
    present[key.kind, default: []].insert(key.uid)
    // Nobody finds a library panel by its name.
    if key.kind != .libraryPanel { present[key.kind, default: []].insert(title) }
    uids[key.kind, default: [:]][title, default: []].insert(key.uid)
    uids[key.kind, default: [:]][key.uid, default: []].insert(key.uid)
  }

  private func isThere(_ use: ObjectUse) -> Bool {
    guard present[use.kind]?.contains(use.identifier) == true else { return false }
    return !use.isByUID || input.builtIn[use.kind]?.contains(use.identifier) == true
      || uids[use.kind]?[use.identifier]?.contains(use.identifier) == true
  }

  func enforce(on draft: inout PlanDraft) {
    keepUsed(in: &draft)
    let desired = Dictionary(
      input.desired.map { (FormerObject($0.kind, $0.reference), $0) }, uniquingKeysWith: { first, _ in first }
    )
    for action in draft.writes {
      guard let object = desired[FormerObject(action.key.kind, action.reference)] else { continue }
      let missing = object.uses.filter {
        !input.unlisted.contains($0.kind) && !isThere($0)
      }
      guard !missing.isEmpty else { continue }
      draft.drop(action.key, because: missing.map { problem(object, $0) })
    }
  }

  /// Takes back deletions of what this repository still names: servers refuse some of them, and carry out the others, after
  /// which a panel shows an error. With the deletion of a contact point goes the write of what its manifest has become,
  /// since that takes the receivers along.
  private func keepUsed(in draft: inout PlanDraft) {
    let leaving = draft.actions.values.filter { $0.verb == .delete }
    guard !leaving.isEmpty else { return }
    let users = users()
    let strangers = Strangers(input, identities, draft)
    for action in leaving.sorted(by: { $0.key < $1.key }) {
      let heirs =
        action.key.kind == .contactPoint
        ? draft.writes.filter { $0.reference == action.reference && $0.key.kind == action.key.kind } : []
      let key = action.key.declared
      let user = [key.uid, action.title].lazy.compactMap {
        users[ObjectUse(key.kind, $0, place: "")]
      }.first
      if let user {
        draft.drop(action.key, because: stillUsed(action, by: user.object, user.use))
      } else if let problem = strangers.problem(with: action, becoming: heirs.first) {
        draft.drop(action.key, because: problem)
      } else {
        continue
      }
      for heir in heirs { draft.drop(heir.key, because: []) }
    }
  }

  /// The first object that names each thing which nothing in this repository is.
  private func users() -> [ObjectUse: (object: DesiredObject, use: ObjectUse)] {
    var wanted: Set<ObjectUse> = []
    for object in identities.objects {
      let key = object.key.declared
      for name in [key.uid, object.desired.title] {
        wanted.insert(ObjectUse(key.kind, name, place: ""))
      }
    }
    var users: [ObjectUse: (object: DesiredObject, use: ObjectUse)] = [:]
    for object in identities.objects.sorted(by: { $0.desired.reference < $1.desired.reference }) {
      for use in object.desired.uses {
        let name = ObjectUse(use.kind, use.identifier, place: "")
        if !wanted.contains(name), users[name] == nil { users[name] = (object.desired, use) }
      }
    }
    return users
  }

  private func stillUsed(_ action: Action, by user: DesiredObject, _ use: ObjectUse) -> Diagnostic {
    Diagnostic(
      .error, code: "still-used", subject: action.reference, at: action.origin,
      "the \(action.key.kind.name) \"\(action.title)\" is no longer in Git under this name, but \(user.reference) "
        + "(\(user.origin.fileAndLine)) names it\(use.place.isEmpty ? "" : ": " + use.place); it stays as it is",
      remedy: "name another one there, or keep it")
  }

  private func problem(_ object: DesiredObject, _ use: ObjectUse) -> Diagnostic {
    let names = (present[use.kind] ?? []).sorted()
    let place = use.place.isEmpty ? "it" : use.place
    if use.isByUID, !use.isSecret, let uid = uids[use.kind]?[use.identifier]?.min() {
      return Diagnostic(
        .error, code: "missing-reference", subject: object.reference, at: object.origin,
        "\(place) names the \(use.kind.name) \(use.identifier), which is a name; the workspace looks for the uid only",
        remedy: "write its uid, \(uid)")
    }
    let message =
      use.isSecret
      ? "\(place) names a \(use.kind.name) (which one is not told, since it is made with secrets) that is neither in the "
        + "workspace nor in this repository"
      : "\(place) names the \(use.kind.name) \(use.identifier), which is neither in the workspace nor in this repository"
        + NearestName.suggestion(for: use.identifier, among: names)
    return Diagnostic(
      .error, code: "missing-reference", subject: object.reference, at: object.origin,
      message + heldBack(use.kind), remedy: "add it, or name another one")
  }

  /// Manifests of the kind that cannot be applied: one of them may be what is meant.
  private func heldBack(_ kind: ObjectKind) -> String {
    let manifest = "grafana" + kind.name.split(separator: " ").joined()
    let held = input.heldBack.filter { $0.kind.lowercased() == manifest }.sorted()
    guard !held.isEmpty else { return "" }
    return "; " + held.prefix(3).map(\.description).joined(separator: ", ")
      + (held.count > 3 ? " and others" : "")
      + (held.count == 1 ? " is" : " are") + " held back"
  }
}
