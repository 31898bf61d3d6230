import Base

/// Reads the annotation in which a `Grafana` manifest says how much its workspace takes: `dashboards=2000,
/// alert-rules=100`. Amazon publishes no such figures, and its workspaces need not tell theirs (reference
/// grafana-http-api.md section 12).
enum WorkspaceQuotas {
  private static let kinds: [String: ObjectKind] = [
    "folders": .folder, "data-sources": .datasource, "dashboards": .dashboard, "alert-rules": .alertRuleGroup,
  ]

  static func read(_ document: FieldReader, _ metadata: ObjectMetadata) -> [ObjectKind: Quota] {
    let name = ObjectMetadata.quotasAnnotation
    guard let text = metadata.annotations[name] else { return [:] }
    let origin = document.document.location(document.position("metadata"))
    var quotas: [ObjectKind: Quota] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "=", omittingEmptySubsequences: false).map(trimmed)
      guard pieces.count == 2, let limit = Int(pieces[1]), limit >= 0 else {
        refuse("annotation \(name) has a part that is no NAME=NUMBER: \"\(trimmed(part))\"")
        continue
      }
      guard let kind = kinds[pieces[0]] else {
        refuse(
          "annotation \(name) names what has no quota: \(pieces[0])"
            + NearestName.suggestion(for: pieces[0], among: kinds.keys.sorted()))
        continue
      }
      if quotas.updateValue(Quota(limit: limit, origin: origin), forKey: kind) != nil {
        refuse("annotation \(name) names \(pieces[0]) twice")
      }
    }
    return quotas

    func refuse(_ message: String) {
      document.error(
        "invalid-value", at: "metadata", message,
        remedy: "write for example dashboards=2000, alert-rules=100; there are "
          + kinds.keys.sorted().joined(separator: ", "))
    }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    String(text.drop { $0 == " " || $0 == "\n" }.reversed().drop { $0 == " " || $0 == "\n" }.reversed())
  }
}
