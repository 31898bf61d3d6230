/// Why a file of faults cannot be used.
public struct FaultPlanError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in the document, such as `rules[0].effect`; empty for the whole.
  public let place: String
  public let problem: String

  public var description: String { place.isEmpty ? problem : "\(place): \(problem)" }
}
