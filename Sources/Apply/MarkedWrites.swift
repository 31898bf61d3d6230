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

  /// Whether a write of this kind is to carry the mark.
  func isWanted(_ kind: ListedKind) async throws(GrafanaError) -> Bool {
    guard isKnown else { return false }
    if let state = states[kind] { return state != .useless }
    let isServed = try await session.takesMarkedWrites(kind)
    if states[kind] == nil { states[kind] = isServed ? .open : .useless }
    return states[kind] != .useless
  }

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
