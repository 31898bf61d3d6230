import Base
import Grafana
import Plan

/// Refuses folders inside folders on servers that do not have them: they would land at the top level without a word.
enum NestedFolderCheck {
  static func run(
    _ desired: [DesiredObject], _ capabilities: ServerCapabilities
  ) -> (possible: [DesiredObject], problems: [Diagnostic]) {
    guard !capabilities.hasNestedFolders else { return (desired, []) }
    let nested = desired.filter { $0.kind == .folder && $0.parent != .root }
    let problems = nested.map { folder in
      Diagnostic(
        .error, code: "no-nested-folders", subject: folder.reference, at: folder.origin,
        "Grafana \(capabilities.version) has no folders inside folders",
        remedy: "remove parentFolderRef and parentFolderUID, or use a newer workspace")
    }
    let refused = Set(nested.map(\.reference))
    return (desired.filter { !refused.contains($0.reference) }, problems)
  }
}
