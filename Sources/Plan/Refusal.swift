import Base

/// What a target would not take, so that it is not sent again with every cycle.
public struct Refusal: Hashable, Sendable {
  public let key: ObjectKey
  /// Digest of everything the answer depended on: the object, its place, and the server's version.
  public let digest: Digest
  public let message: String
  /// How often in a row the same was refused.
  public let attempts: Int
  public let nextAttempt: Timestamp

  public init(key: ObjectKey, digest: Digest, message: String, attempts: Int, nextAttempt: Timestamp) {
    self.key = key
    self.digest = digest
    self.message = message
    self.attempts = attempts
    self.nextAttempt = nextAttempt
  }

  /// A refusal once more: the wait doubles from ten minutes up to a day.
  public static func after(
    _ earlier: Refusal?, key: ObjectKey, digest: Digest, message: String, now: Timestamp
  ) -> Refusal {
    let attempts = earlier?.digest == digest ? (earlier?.attempts ?? 0) + 1 : 1
    let wait = min(600 << min(attempts - 1, 10), 86_400)
    return Refusal(
      key: key, digest: digest, message: message, attempts: attempts, nextAttempt: now + .seconds(wait))
  }
}

extension Action {
  /// Digest of all that decides whether the target takes the write: the content, its place, and the server.
  public func refusalDigest(server: String) -> Digest {
    let parts = [
      verb == .delete ? "delete" : "write", key.description, desiredDigest?.description ?? "", parentUID,
      title, server,
    ]
    return Digest(of: parts.joined(separator: "\u{1}"))
  }
}

extension Plan {
  /// The plan without what was refused before and would be refused again; each of these is a problem instead.
  public func leavingOut(_ refusals: [ObjectKey: Refusal], server: String, now: Timestamp) -> Plan {
    guard !refusals.isEmpty else { return self }
    var problems = problems
    var kept: [Action] = []
    for action in actions {
      guard action.verb.isWrite, let refusal = refusals[action.key], refusal.nextAttempt > now,
        refusal.digest == action.refusalDigest(server: server)
      else {
        kept.append(action)
        continue
      }
      problems.append(
        Diagnostic(
          .error, code: "refused-before", subject: action.reference, at: action.origin, refusal.message,
          remedy: "it is sent again when the manifest or the server changes, at the latest in "
            + GoDuration.format(refusal.nextAttempt - now)))
    }
    return Plan(actions: kept, equalCount: equalCount, problems: problems.sorted(), pruneStop: pruneStop)
  }
}
