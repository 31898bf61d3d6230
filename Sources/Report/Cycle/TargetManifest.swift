import Base

/// The manifest that names a target and says how it is reached.
public struct TargetManifest: Hashable, Sendable {
  public let reference: ObjectReference
  public let origin: SourceLocation

  public init(_ reference: ObjectReference, at origin: SourceLocation) {
    self.reference = reference
    self.origin = origin
  }

  /// `Grafana monitoring/prod (grafana.yaml:1)`.
  var description: String { "\(reference) (\(origin.fileAndLine))" }
}
