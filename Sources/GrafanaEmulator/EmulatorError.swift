public import HTTPServer

/// Why an emulator did not start.
public enum EmulatorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text is no version.
  case notAVersion(String)
  /// Older than the oldest version that the emulator plays.
  case versionTooOld(String, available: [String])
  /// The version has unified alerting only.
  case withoutLegacyAlerting(String)
  case cannotListen(HTTPServerError)

  public var description: String {
    switch self {
    case .notAVersion(let text):
      "\(text) is no Grafana version; write it as 9.3 or 12.4"
    case .versionTooOld(let text, let available):
      "Grafana \(text) is older than what the emulator plays; available are "
        + available.dropLast().joined(separator: ", ") + " and " + (available.last ?? "")
        + ", and any other version plays the nearest one below it"
    case .withoutLegacyAlerting(let text):
      "Grafana \(text) has unified alerting only; legacy alerting is there up to 10.4"
    case .cannotListen(let error): error.description
    }
  }
}
