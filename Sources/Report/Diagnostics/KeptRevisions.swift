import Base

/// From which revision the targets keep the objects that are held back.
public struct KeptRevisions: Sendable {
  private let revisions: [ObjectReference: String]

  /// - Parameter revisions: for people, `main@sha1:1c9d0aa`, of the objects that were applied before.
  public init(_ revisions: [ObjectReference: String]) {
    self.revisions = revisions
  }

  /// What holding it back means for the object of a finding; nil for findings that hold nothing back.
  func sentence(_ diagnostic: Diagnostic) -> String? {
    // What belongs to another environment is there, and is not kept by this one.
    guard diagnostic.severity == .error, diagnostic.code != "other-environment" else { return nil }
    guard let subject = diagnostic.subject else {
      return "held back: what earlier revisions of this file brought stays as it is"
    }
    let keeper = subject.kind.hasPrefix("Grafana") && subject.kind != "GrafanaAgent" ? "workspace" : "output"
    guard let revision = revisions[subject] else { return "held back: the \(keeper) does not have it yet" }
    return "held back: the \(keeper) keeps it as of \(revision)"
  }

  func revision(_ subject: ObjectReference?) -> String? { subject.flatMap { revisions[$0] } }
}
