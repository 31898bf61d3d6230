internal import Documents

/// How much the organisation takes. Off unless a test sets some; then they are listed and enforced. No recorded server
/// enforces any: the answers are those of the reference (sections 4.1, 5.2 and 6.2), the listing is remembered from
/// Grafana's source (`QuotaDTO`).
struct Quotas: Sendable {
  /// By target: `dashboard`, `data_source`, `alert_rule`.
  private(set) var limits: [String: Int] = [:]

  var areOn: Bool { !limits.isEmpty }

  mutating func set(_ target: String, to limit: Int) { limits[target] = limit }

  func isReached(_ target: String, used: Int) -> Bool { isExceeded(target, by: used + 1) }

  func isExceeded(_ target: String, by count: Int) -> Bool { limits[target].map { count > $0 } ?? false }

  func listing(_ workspace: Workspace) -> JSON {
    let used = [
      "dashboard": workspace.dashboards.count, "data_source": workspace.dataSources.count,
      "alert_rule": workspace.ruleBook.count,
    ]
    return .array(
      limits.sorted { $0.key < $1.key }.map {
        ["org_id": 1, "target": JSON($0.key), "limit": JSON($0.value), "used": JSON(used[$0.key] ?? 0)]
      })
  }
}

extension Workspace {
  func checkRuleQuota(adding count: Int) throws(RuleFailure) {
    if count > 0, quotas.isExceeded("alert_rule", by: ruleBook.count + count) { throw .quotaReached }
  }
}
