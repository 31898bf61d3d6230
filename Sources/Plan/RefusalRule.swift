import Base

/// Sees to it that what a target has refused is not sent to it again with every cycle: a refused save can cost the
/// server more than a good one.
struct RefusalRule {
  private let input: PlanInput
  private let wanted: [ObjectKey: Digest]

  init(_ input: PlanInput, _ identities: Identities) {
    self.input = input
    wanted = Dictionary(
      identities.objects.map { ($0.key, $0.desired.digest) }, uniquingKeysWith: { first, _ in first })
  }

  /// Notes on every write what its answer depends on, and takes back those that were refused under the same
  /// circumstances not long ago.
  func enforce(on draft: inout PlanDraft) {
    for action in draft.actions.values where action.verb.isWrite {
      let circumstances = circumstances(of: action)
      draft.note(circumstances, on: action.key)
      if !input.triesRefused, let refusal = input.refusals[action.key], refusal.digest == circumstances,
        refusal.nextAttempt > input.now
      {
        draft.drop(action.key, refusedBefore: problem(action, refusal))
      }
    }
  }

  private func circumstances(of action: Action) -> Digest {
    var needs = action.requires + surroundings(of: action)
    if action.key.kind.hasParent, !action.parentUID.isEmpty {
      needs.append(ObjectKey(.folder, action.parentUID))
    }
    let parts =
      [
        action.verb == .delete ? "delete" : "write", action.key.description,
        action.desiredDigest?.description ?? "", action.parentUID, action.title, input.server,
        input.access?.description ?? "",
      ] + presence(of: action.key) + needs.sorted().map { "\($0) \(state(of: $0))" }
    return Digest(of: parts.joined(separator: "\u{1}"))
  }

  /// What a cluster does not take of an object it takes once the object was deleted, which people are told to do.
  private func presence(of key: ObjectKey) -> [String] {
    guard key.kind == .clusterObject else { return [] }
    return [input.observed[key] == nil ? "absent" : "there"]
  }

  /// What else decides whether notifications can be deleted: the tree of policies may name them, and the one that comes back
  /// needs the contact points that it names.
  private func surroundings(of action: Action) -> [ObjectKey] {
    guard action.verb == .delete else { return [] }
    return switch action.key.kind {
    case .contactPoint, .muteTiming: [.policyTree]
    case .notificationPolicy: [.policyTree] + input.observed.keys.filter { $0.kind == .contactPoint }
    default: []
    }
  }

  /// Of what is from this repository what is wanted of it, so that its own first write makes no difference.
  private func state(of need: ObjectKey) -> String {
    if let digest = wanted[need] { return digest.description }
    return input.observed[need].map { $0.marker ?? "there" } ?? "missing"
  }

  private func problem(_ action: Action, _ refusal: Refusal) -> Diagnostic {
    let again =
      "it is sent again when the manifest, what it needs, the credentials or the server change, at the latest in "
      + GoDuration.format(refusal.nextAttempt - input.now) + ", or at once by sluice apply or SIGHUP"
    return Diagnostic(
      .error, code: Refusal.findingCode, subject: action.reference, at: action.origin, refusal.message,
      remedy: [refusal.remedy, again].compactMap { $0 }.joined(separator: "; "))
  }
}
