internal import Base
internal import Documents

/// A time in which alerts with certain labels are kept back.
struct Silence: Sendable {
  let id: String
  let matchers: JSON
  let createdBy: String
  let comment: String
  var starts: Timestamp
  var ends: Timestamp
  var updated: Timestamp

  enum State: String { case pending, active, expired }

  func state(at now: Timestamp) -> State { now < starts ? .pending : now < ends ? .active : .expired }

  func json(at now: Timestamp) -> JSON {
    [
      "id": JSON(id), "status": ["state": JSON(state(at: now).rawValue)], "updatedAt": JSON(updated.precise),
      "comment": JSON(comment), "createdBy": JSON(createdBy), "endsAt": JSON(ends.precise),
      "matchers": matchers,
      "startsAt": JSON(starts.precise),
    ]
  }

  /// Ends it now.
  mutating func expire(at now: Timestamp) {
    ends = now
    if now < starts { starts = now }
    updated = now
  }
}
