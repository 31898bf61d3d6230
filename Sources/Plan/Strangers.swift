import Base

/// Objects of a workspace that are not from this repository, by what they name.
struct Strangers {
  private let input: PlanInput
  /// The first that names each thing.
  private let users: [ObjectUse: (object: ObservedObject, use: ObjectUse)]

  init(_ input: PlanInput, _ identities: Identities, _ draft: PlanDraft) {
    self.input = input
    let wanted = Set(identities.objects.map(\.key))
    var users: [ObjectUse: (object: ObservedObject, use: ObjectUse)] = [:]
    for object in input.observed.values.sorted(by: { $0.key < $1.key })
    where !wanted.contains(object.key) && draft.actions[object.key]?.verb != .delete {
      for use in object.uses {
        let name = ObjectUse(use.kind, use.identifier, place: "")
        if users[name] == nil { users[name] = (object, use) }
      }
    }
    self.users = users
  }

  /// Why an object cannot leave its name.
  /// - Parameter heir: what its manifest has become: receivers take what names them along, unless others stay behind.
  func problem(with action: Action, becoming heir: Action?) -> Diagnostic? {
    guard let user = users[ObjectUse(action.key.kind, action.key.uid, place: "")] else { return nil }
    let (who, names) =
      user.object.key == .policyTree
      ? ("the notification policies of the workspace", "name")
      : ("the \(user.object.key.kind.name) \"\(user.object.title)\" of the workspace", "names")
    let what = "the \(action.key.kind.name) \"\(action.title)\""
    guard let heir else {
      return problem(
        action,
        "\(what) is no longer in Git under this name, but \(who) \(names) it: \(user.use.place); it stays as it is",
        remedy: "name another one there, or keep it")
    }
    let foreign = input.foreignParts(of: action.key)
    guard !foreign.isEmpty else { return nil }
    let receivers =
      foreign.count == 1
      ? "the receiver \(foreign[0]), which is not from Git, stays"
      : "the receivers \(foreign.joined(separator: ", ")), which are not from Git, stay"
    return problem(
      action,
      "\(what) cannot become \"\(heir.title)\": \(receivers) under the old name, and \(who) \(names) that: "
        + "\(user.use.place); all stays as it is",
      remedy: "move or delete what is not from Git, or name another contact point there first"
    )
  }

  private func problem(_ action: Action, _ message: String, remedy: String) -> Diagnostic {
    Diagnostic(
      .error, code: "still-used", subject: action.reference, at: action.origin, message, remedy: remedy)
  }
}
