import Base
import Documents

extension GrafanaSession {
  /// What the organisation may have; nothing where the server enforces no quotas (404 up to 8.5, 500 `failed to get quota`
  /// from 9.3 on; recordings, scenario basics) or does not show them to this token. The members of the answer are
  /// remembered from Grafana's source (`QuotaDTO`), since no recorded server enforces any.
  public func quotas() async throws(GrafanaError) -> [ObjectKind: Quota] {
    let rows: JSON
    do throws(GrafanaError) {
      rows = try await get("/api/org/quotas")
    } catch {
      if error.status == nil { throw error }
      return [:]
    }
    var quotas: [ObjectKind: Quota] = [:]
    for row in rows.arrayValue ?? [] {
      // -1 is no limit.
      guard let target = row["target"]?.stringValue, let kind = Self.quotaTargets[target],
        let limit = row["limit"]?.intValue, limit >= 0
      else { continue }
      quotas[kind] = Quota(limit: limit)
    }
    return quotas
  }

  private static let quotaTargets: [String: ObjectKind] = [
    "folder": .folder, "data_source": .datasource, "dashboard": .dashboard, "alert_rule": .alertRuleGroup,
  ]
}
