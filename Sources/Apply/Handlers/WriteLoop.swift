import Grafana

/// Repeats a write where that is safe: after trouble that passes, and after somebody else wrote in between. Before every
/// repetition the object is read again, since a write whose answer was lost may have taken effect.
struct WriteLoop<State: Sendable, Result: Sendable> {
  /// What reading again says.
  enum Decision: Sendable {
    /// The write has taken effect already.
    case done(Result)
    /// It can be tried upon this.
    case again(State)
    /// It cannot succeed: the first error stands.
    case stop
  }

  private static var mostAttempts: Int { 4 }

  let session: GrafanaSession

  func run(
    _ first: State, write: (State) async throws(GrafanaError) -> Result,
    reread: (State, GrafanaError) async throws(GrafanaError) -> Decision
  ) async throws(GrafanaError) -> Result {
    var state = first
    var attempt = 1
    while true {
      let failure: GrafanaError
      do throws(GrafanaError) {
        return try await write(state)
      } catch {
        failure = error
      }
      guard attempt < Self.mostAttempts, failure.kind == .conflict || failure.isPassing else { throw failure }
      if failure.isPassing {
        guard let wait = session.delay(after: failure, attempt: attempt) else { throw failure }
        try await session.pause(wait, failure.call)
      }
      switch try await reread(state, failure) {
      case .done(let result): return result
      case .again(let next): state = next
      case .stop: throw failure
      }
      attempt += 1
    }
  }
}
