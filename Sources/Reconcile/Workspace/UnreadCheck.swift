import Apply
import Base
import Grafana
import Plan
import Render

/// Leaves alone what a workspace does not show: its objects wait, and all others go on. Of an alerting configuration that
/// it cannot read, it answers neither reads nor writes, and what mends it loses everything in it (reference
/// grafana-http-api.md section 18).
struct UnreadCheck {
  private static let corruptionCode = "alerting-corrupted"

  private let listings: [UnreadListing]
  private let access: AccessRemedies

  init(_ listings: [UnreadListing], _ access: AccessRemedies) {
    self.listings = listings
    self.access = access
  }

  /// - Parameters:
  ///   - desired: what nothing else is said of already.
  ///   - owned: what is remembered as ours.
  ///   - heldBack: what errors in Git keep as it is, which are told of already.
  /// - Returns: what can be worked on, and why the rest cannot.
  func run(
    _ desired: [DesiredObject], of workspace: WorkspaceRendering, owned: some Sequence<InventoryEntry>,
    heldBack: Set<ObjectReference>
  ) -> (possible: [DesiredObject], problems: [Diagnostic]) {
    var problems: [Diagnostic] = []
    for listing in listings {
      problems += desired.filter { listing.contains($0) }.map {
        finding(listing, $0.reference, $0.origin)
      }
    }
    let kept = heldBack.union(workspace.desired.map(\.reference))
    // An unreadable configuration is told once.
    var isCorruptionTold = problems.contains { $0.code == Self.corruptionCode }
    for listing in listings {
      let isCorrupted = listing.error.kind == .corrupted
      if isCorrupted, isCorruptionTold { continue }
      isCorruptionTold = isCorruptionTold || isCorrupted
      let leaving = owned.filter { listing.contains($0.key) && !kept.contains($0.reference) }
      problems += leaving.sorted { $0.key < $1.key }.map { finding(listing, $0.reference, $0.origin) }
      // What nobody in Git asks for, or did, is told of the workspace.
      if leaving.isEmpty, !workspace.desired.contains(where: { listing.contains($0) }) {
        problems.append(
          finding(
            listing, workspace.reference, workspace.origin, severity: isCorrupted ? .error : .warning))
      }
    }
    let possible = desired.filter { object in !listings.contains { $0.contains(object) } }
    return (possible, problems)
  }

  private func finding(
    _ listing: UnreadListing, _ subject: ObjectReference, _ origin: SourceLocation,
    severity: Diagnostic.Severity = .error
  ) -> Diagnostic {
    let failure = TargetFailure(listing.error, access)
    if listing.error.kind == .corrupted {
      return Diagnostic(
        severity, code: Self.corruptionCode, subject: subject, at: origin,
        "the workspace cannot read its own alerting configuration: \(listing.error.message)",
        remedy: failure.remedy)
    }
    let effect =
      severity == .error
      ? "what it has of them stays as it is" : "whether those that are named are there is not checked"
    return Diagnostic(
      severity, code: "unlisted-objects", subject: subject, at: origin,
      "the workspace does not list its \(listing.title): \(failure.message); \(effect)",
      remedy: failure.remedy ?? listing.remedy)
  }
}

extension UnreadListing {
  fileprivate func contains(_ object: DesiredObject) -> Bool {
    contains(ObjectKey(object.kind, object.uid ?? ""))
  }

  fileprivate var title: String {
    resource.map { "objects of the kind \($0.kind) (\($0.group))" } ?? "\(kind.name)s"
  }

  fileprivate var remedy: String? {
    resource == nil
      ? nil
      : "see that apiVersion, kind and namespace are right, and that the workspace has the kind switched on"
  }
}
