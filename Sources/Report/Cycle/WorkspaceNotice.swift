import Base

/// What there is to tell of workspaces that no manifest names, and of what was asked about them: warnings that concern no
/// object, and that status and notes tell too.
public enum WorkspaceNotice: String, CaseIterable, Sendable {
  /// No manifest names it any more, and what is owned there can be neither looked after nor deleted.
  case left = "workspace-left"
  /// What was owned there is forgotten now.
  case forgotten = "workspace-forgotten"
  /// It was to be forgotten, and nothing is known of it.
  case unknown = "workspace-unknown"
  /// It was to be forgotten, and a manifest names it.
  case stillNamed = "workspace-still-named"

  /// The notice that a finding is; nil for other findings.
  public init?(_ finding: Diagnostic) {
    self.init(rawValue: finding.code)
  }

  public func finding(
    at location: SourceLocation? = nil, _ message: String, remedy: String? = nil
  ) -> Diagnostic {
    Diagnostic(.warning, code: rawValue, at: location, message, remedy: remedy)
  }

  /// It tells what was done, and is over with the cycle that does it.
  public var isPassing: Bool { self == .forgotten }

  /// On one line, with what to do.
  public static func sentence(_ finding: Diagnostic) -> String {
    finding.message + (finding.remedy.map { "; \($0)" } ?? "")
  }
}
