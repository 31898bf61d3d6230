import Base
import Grafana

/// Remembers which secrets of a data source were set from Git: a server tells the names that are set, not by whom, and
/// never the values. What somebody else has set could not be put back, so only what is remembered here is ever removed.
public protocol SecretNameMemory: Sendable {
  /// Empty where nothing is known, for example after the state directory was lost.
  func names(of key: ObjectKey) async throws(TargetFailure) -> Set<String>

  /// Replaces what is known; called before and after a write.
  func remember(_ names: Set<String>, of key: ObjectKey) async throws(TargetFailure)
}

extension SecretNameMemory {
  /// The same for a call that needs them.
  func names(of key: ObjectKey, call: String) async throws(GrafanaError) -> Set<String> {
    do throws(TargetFailure) {
      return try await names(of: key)
    } catch {
      throw GrafanaError(kind: .unexpected, status: nil, call: call, message: error.message)
    }
  }

  /// Remembers, or makes the write fail that would set something that nobody remembers.
  func remember(_ names: Set<String>, of key: ObjectKey, call: String) async throws(GrafanaError) {
    do throws(TargetFailure) {
      try await remember(names, of: key)
    } catch {
      throw GrafanaError(
        kind: .unexpected, status: nil, call: call,
        message: "the names of its secrets could not be remembered: \(error.message)")
    }
  }
}
