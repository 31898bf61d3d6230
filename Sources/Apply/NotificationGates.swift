import Synchronization

/// The gates before the notification documents of workspaces: one for each, for all environments of a program.
public final class NotificationGates: Sendable {
  private let gates = Mutex<[String: Gate]>([:])

  public init() {}

  /// - Parameter workspace: its URL in its one spelling.
  public func gate(of workspace: String) -> Gate {
    gates.withLock { gates in
      if let gate = gates[workspace] { return gate }
      let gate = Gate(width: 1)
      gates[workspace] = gate
      return gate
    }
  }
}
