import Base

/// Tells of folders, dashboards and library panels of one title in one place where the target takes them: people cannot tell
/// them apart there, and older servers refuse the second (reference grafana-http-api.md section 18).
enum SharedTitleRule {
  private struct Place: Hashable {
    let kind: ObjectKind
    let parentUID: String
    let title: String
  }

  static func findings(_ input: PlanInput, _ identities: Identities) -> [Diagnostic] {
    guard input.policy.titleRule == .free else { return [] }
    let titled = identities.objects.filter {
      [.folder, .dashboard, .libraryPanel].contains($0.key.kind) && !$0.desired.isImplicit
    }
    let places = Dictionary(grouping: titled) {
      Place(kind: $0.key.kind, parentUID: $0.parentUID, title: $0.desired.title)
    }
    return places.values.filter { $0.count > 1 }.flatMap { twins in
      twins.map { twin in
        let others = twins.filter { $0.key != twin.key }.map {
          "\($0.desired.reference) (\($0.desired.origin.fileAndLine))"
        }
        return Diagnostic(
          .warning, code: "shared-title", subject: twin.desired.reference, at: twin.desired.origin,
          "\(twin.key.kind.name) \"\(twin.desired.title)\" has the title of \(others.sorted().joined(separator: ", ")) in "
            + "the same place; servers before 11.3 refuse the second",
          remedy: "give each a title of its own")
      }
    }
  }
}
