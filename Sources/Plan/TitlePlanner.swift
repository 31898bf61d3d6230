import Base

/// Sees to it that no write meets another object of its title, where the target allows each title once.
///
/// Up to Grafana 11.2 a save under a taken title is refused, or with `overwrite` destroys the other object. What gives a
/// title up goes before what takes it; what cannot have its title is a problem that names both.
struct TitlePlanner {
  private let input: PlanInput
  private let wanted: [ObjectKey: IdentifiedObject]
  /// Who holds each title now, in the order of their keys.
  private let holders: [NaturalKey: [ObservedObject]]

  init(_ input: PlanInput, _ identities: Identities) {
    self.input = input
    wanted = Dictionary(identities.objects.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    var holders: [NaturalKey: [ObservedObject]] = [:]
    for object in input.observed.values.sorted(by: { $0.key < $1.key }) {
      guard let key = NaturalKey(object, rule: input.policy.titleRule) else { continue }
      holders[key, default: []].append(object)
    }
    self.holders = holders
  }

  /// - Returns: whether anything was taken back.
  func enforce(on draft: inout PlanDraft) -> Bool {
    let takers = takers(in: draft)
    var changed = false
    for (title, actions) in takers where actions.count > 1 {
      for action in actions { draft.drop(action.key, because: twice(title, actions, action)) }
      changed = true
    }
    for (title, actions) in takers where actions.count == 1 {
      if let problem = obstacle(for: actions[0], title, draft) {
        draft.drop(actions[0].key, because: problem)
        changed = true
      }
    }
    return changed
  }

  /// What has to make room for each action.
  func predecessors(in draft: PlanDraft) -> [ObjectKey: [ObjectKey]] {
    var predecessors: [ObjectKey: [ObjectKey]] = [:]
    for (title, actions) in takers(in: draft) {
      for action in actions {
        let before = (holders[title] ?? []).map(\.key).filter { $0 != action.key && draft.actions[$0] != nil }
        if !before.isEmpty { predecessors[action.key] = before }
      }
    }
    return predecessors
  }

  /// Writes after which an object holds a title that it does not hold now, by that title and in a fixed order.
  private func takers(in draft: PlanDraft) -> [(title: NaturalKey, actions: [Action])] {
    var takers: [NaturalKey: [Action]] = [:]
    var order: [NaturalKey] = []
    for action in draft.writes {
      guard let title = NaturalKey(action, rule: input.policy.titleRule),
        currentTitle(of: action.key) != title
      else { continue }
      if takers[title] == nil { order.append(title) }
      takers[title, default: []].append(action)
    }
    return order.map { ($0, takers[$0] ?? []) }
  }

  private func currentTitle(of key: ObjectKey) -> NaturalKey? {
    guard let object = input.observed[key], input.inspections[key].map({ $0.digest != nil }) ?? true else {
      return nil
    }
    return NaturalKey(
      key.kind, parentUID: input.inspections[key]?.parentUID ?? object.parentUID, title: object.title,
      rule: input.policy.titleRule)
  }

  /// What keeps the action from having its title.
  private func obstacle(for action: Action, _ title: NaturalKey, _ draft: PlanDraft) -> Diagnostic? {
    for holder in holders[title] ?? [] where holder.key != action.key {
      guard currentTitle(of: holder.key) == title else { continue }
      if let other = draft.actions[holder.key] {
        if other.verb == .delete {
          // A folder goes last, after all that lies in it, so it cannot make room.
          if holder.key.kind != .folder { continue }
        } else if other.verb.isWrite, NaturalKey(other, rule: input.policy.titleRule) != title {
          continue
        }
      }
      return taken(action, by: holder)
    }
    return nil
  }

  private func taken(_ action: Action, by holder: ObservedObject) -> Diagnostic {
    let what = "\(holder.key.kind.name) \"\(holder.title)\"" + Self.place(action) + " (uid \(holder.key.uid))"
    if let other = wanted[holder.key]?.desired {
      return problem(
        action,
        "\(other.reference) (\(other.origin.fileAndLine)) has this title: the \(what), which stays as it is",
        remedy: "choose another title for one of them")
    }
    if let entry = input.inventory[holder.key] {
      return problem(
        action,
        "the \(what) of \(entry.reference), which is no longer in Git, still has this title and stays for now",
        remedy: "set the uid \(holder.key.uid) in this manifest to go on with it, or choose another title")
    }
    return problem(
      action, "the workspace already holds a \(what) that is not from this repository; it is left alone",
      remedy: "set the uid \(holder.key.uid) in this manifest to take it over, or choose another title")
  }

  private func twice(_ title: NaturalKey, _ actions: [Action], _ action: Action) -> Diagnostic {
    let places = actions.map(\.origin).sorted().map(\.fileAndLine).joined(separator: " and ")
    return problem(
      action,
      "\(actions.count) manifests want one title for \(action.key.kind.name)s, \"\(action.title)\""
        + Self.place(action) + ": \(places)",
      remedy: "this server has each title once; choose another one for all but one")
  }

  private func problem(_ action: Action, _ message: String, remedy: String) -> Diagnostic {
    Diagnostic(
      .error, code: "title-taken", subject: action.reference, at: action.origin, message, remedy: remedy)
  }

  private static func place(_ action: Action) -> String {
    action.parentTitle.isEmpty ? "" : " in folder \(action.parentTitle)"
  }
}
