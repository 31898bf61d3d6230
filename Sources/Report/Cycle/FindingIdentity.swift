import Base

/// What makes a finding the same one in the next cycle: everything but its remedy, which may say how long to wait.
public struct FindingIdentity: Hashable, Sendable {
  private let code: String
  /// The object that it is about.
  public let subject: ObjectReference?
  private let location: SourceLocation?
  private let message: String

  public var file: String? { location?.file }

  public init(_ finding: Diagnostic) {
    code = finding.code
    subject = finding.subject
    location = finding.location
    message = finding.message
  }
}
