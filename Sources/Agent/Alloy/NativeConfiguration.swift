import Alloy
import Base

/// A configuration of Grafana Alloy, and what of it may be shown.
struct NativeConfiguration: Sendable {
  /// With variables and placeholders as they are written in an agent's configuration.
  private let whole: AlloyConfiguration
  private let shown: AlloyConfiguration

  /// - Parameters:
  ///   - whole: with everything in it.
  ///   - shown: without anything that is secret.
  init(_ whole: AlloyConfiguration, shown: AlloyConfiguration) {
    self.whole = whole
    self.shown = shown
  }

  /// - Parameter placeholders: nil leaves them to a pod's sidecar.
  func text(_ placeholders: Placeholders?) -> SecretValue {
    SecretValue(AlloyWriter.string(Self.variables(placeholders).expanded(whole)))
  }

  /// The same with `(secret)` where a secret stands.
  func shownText(_ placeholders: Placeholders?) -> String {
    AlloyWriter.string(Self.variables(placeholders).expanded(shown))
  }

  private static func variables(_ placeholders: Placeholders?) -> DeferredVariables {
    DeferredVariables(
      placeholders: Dictionary(
        (placeholders?.values ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
  }
}

extension NativeConfiguration: CustomStringConvertible, CustomDebugStringConvertible {
  /// What may be shown.
  var description: String { shownText(nil) }
  /// The same.
  var debugDescription: String { description }
}
