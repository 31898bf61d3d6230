import Grafana

/// Knows of one workspace whether folders and dashboards can be written with the mark of who manages them, and keeps to the
/// older API where they cannot. Remembered between cycles.
public actor MarkedWrites {
  private enum State {
    /// Asked for, and not yet seen to store what was sent.
    case open
    case proven
    case useless
  }

  private let session: GrafanaSession
  private let isKnown: Bool
  private var states: [ListedKind: State] = [:]

  public init(_ session: GrafanaSession, capabilities: ServerCapabilities) {
    self.session = session
    isKnown = capabilities.hasKubernetesLists
  }

  /// Whether objects of this kind are to carry the mark.
  func isWanted(_ kind: ListedKind) async throws(GrafanaError) -> Bool {
    guard isKnown else { return false }
    if let state = states[kind] { return state != .useless }
    do throws(GrafanaError) {
      let isServed = try await session.takesMarkedWrites(kind)
      if states[kind] == nil { states[kind] = isServed ? .open : .useless }
    } catch {
      if error.concernsEveryCall { throw error }
      // The older API needs none of this. What may pass is asked again with the next write.
      if !error.isPassing, states[kind] == nil { states[kind] = .useless }
      return false
    }
    return states[kind] != .useless
  }

  /// Writes with the mark, or without it where the workspace takes none. A write that is listed, and is answered that there
  /// is no such thing, goes the older way; where that takes it, so do all that follow.
  func write<Written: Sendable>(
    _ kind: ListedKind, marked: () async throws(GrafanaError) -> Written,
    unmarked: () async throws(GrafanaError) -> Written
  ) async throws(GrafanaError) -> Written {
    guard try await isWanted(kind) else { return try await unmarked() }
    do throws(GrafanaError) {
      let written = try await marked()
      // Of dashboards the content is looked at first.
      if kind == .folders, states[kind] == .open { states[kind] = .proven }
      return written
    } catch {
      guard states[kind] != .proven, let status = error.status, Self.unservedStatuses.contains(status) else {
        throw error
      }
      let written = try await unmarked()
      states[kind] = .useless
      return written
    }
  }

  /// Not found, method not allowed, not acceptable, media type not supported, not implemented.
  private static let unservedStatuses: Set<Int> = [404, 405, 406, 415, 501]

  /// The first dashboard that is written is read back by the older API, by which all of them are compared: where that shows
  /// another content, this server stores them otherwise than they are sent, and gets them by the older API from then on.
  /// - Parameter check: nil where somebody else was faster.
  /// - Returns: whether what was written is as it was meant, as far as is known.
  func provesDashboards(
    by check: () async throws(GrafanaError) -> Bool?
  ) async throws(GrafanaError) -> Bool {
    if states[.dashboards] != .open { return states[.dashboards] == .proven }
    guard let isProven = try await check() else { return true }
    states[.dashboards] = isProven ? .proven : .useless
    return isProven
  }
}
