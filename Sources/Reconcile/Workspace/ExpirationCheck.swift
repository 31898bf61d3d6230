import Base

/// Tells of what ends by its manifest, a week before, so that somebody writes another end in time.
enum ExpirationCheck {
  private static let notice = Duration.seconds(7 * 24 * 3600)

  static func findings(_ desired: [DesiredObject], now: Timestamp) -> [Diagnostic] {
    desired.filter { !$0.isSuspended }.flatMap { object in
      object.expirations.filter { $0.end - now < notice }.map { finding(object, $0, now) }
    }
  }

  private static func finding(_ object: DesiredObject, _ expiration: Expiration, _ now: Timestamp)
    -> Diagnostic
  {
    let isOver = expiration.end <= now
    let days = (expiration.end - now).components.seconds / (24 * 3600)
    let rest = days < 1 ? "in less than a day" : days == 1 ? "in a day" : "in \(days) days"
    return Diagnostic(
      .warning, code: "ending", subject: object.reference, at: object.origin,
      "\(expiration.what) of the \(object.kind.name) \"\(object.title)\" "
        + (isOver ? "has ended at \(expiration.end)" : "ends \(rest), at \(expiration.end)"),
      remedy: "write a later end, and it is replaced with the next cycle")
  }
}
