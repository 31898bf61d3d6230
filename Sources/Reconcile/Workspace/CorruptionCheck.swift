import Apply
import Base
import Grafana
import Render

/// Leaves alone what a workspace keeps in an alerting configuration that it cannot read: it answers neither reads nor writes,
/// and what mends it loses everything in it (reference grafana-http-api.md section 18).
enum CorruptionCheck {
  private static let kinds: Set<ObjectKind> = [
    .notificationTemplate, .muteTiming, .contactPoint, .notificationPolicy,
  ]

  /// - Parameter corruption: what the server says of it; nil where it can read it.
  static func run(
    _ desired: [DesiredObject], _ corruption: String?, in workspace: WorkspaceRendering
  ) -> (possible: [DesiredObject], problems: [Diagnostic]) {
    guard let corruption else { return (desired, []) }
    let concerned = desired.filter { kinds.contains($0.kind) }
    let problem = "the workspace cannot read its own alerting configuration: \(corruption)"
    func finding(_ subject: ObjectReference, _ origin: SourceLocation) -> Diagnostic {
      Diagnostic(
        .error, code: "alerting-corrupted", subject: subject, at: origin, problem,
        remedy: TargetFailure.corruptionRemedy)
    }
    let problems =
      concerned.isEmpty
      ? [finding(workspace.reference, workspace.origin)]
      : concerned.map { finding($0.reference, $0.origin) }
    return (desired.filter { !kinds.contains($0.kind) }, problems)
  }
}
