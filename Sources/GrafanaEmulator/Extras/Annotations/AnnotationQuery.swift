internal import Documents

/// What a list of annotations is limited to.
struct AnnotationQuery: Sendable {
  private let from: Int
  private let to: Int
  /// Nil where no dashboard is named.
  private let dashboardID: Int?
  private let panelID: Int
  private let personID: Int
  private let tags: [String]
  private let anyTagMatches: Bool
  /// Marks of alerts are asked for; those that people make are none.
  private let isForAlerts: Bool
  private let limit: Int

  init(_ call: Call, _ workspace: Workspace) {
    func number(_ name: String) -> Int { call.query(name).flatMap { Int($0) } ?? 0 }
    from = number("from")
    to = number("to")
    let uid = call.query("dashboardUID") ?? ""
    if call.lens.extras.annotationsKnowUIDs, !uid.isEmpty {
      // -1 is nobody's number.
      dashboardID = workspace.dashboards[uid]?.id ?? -1
    } else {
      dashboardID = number("dashboardId") == 0 ? nil : number("dashboardId")
    }
    panelID = number("panelId")
    personID = number("userId")
    tags = call.queryValues("tags").filter { !$0.isEmpty }
    anyTagMatches = call.query("matchAny") == "true"
    isForAlerts = call.query("type") == "alert"
    limit = call.count("limit", fallback: 100)
  }

  /// The latest end comes first, then the latest start.
  func results(in rows: [AnnotationRecord]) -> [AnnotationRecord] {
    guard !isForAlerts else { return [] }
    return Array(
      rows.filter(matches).sorted { one, other in
        (other.end, other.start, one.id) < (one.end, one.start, other.id)
      }.prefix(limit))
  }

  private func matches(_ record: AnnotationRecord) -> Bool {
    if from > 0, to > 0, record.start > to || record.end < from { return false }
    if let dashboardID, record.dashboardID != dashboardID { return false }
    if panelID != 0, record.panelID != panelID { return false }
    if personID != 0, record.personID != personID { return false }
    if tags.isEmpty { return true }
    return anyTagMatches ? tags.contains(where: record.tags.contains) : tags.allSatisfy(record.tags.contains)
  }
}
