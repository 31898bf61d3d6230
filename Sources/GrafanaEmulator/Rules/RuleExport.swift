internal import Documents

/// Groups of rules in the form of provisioning files.
struct RuleExport {
  let lens: RuleLens
  /// YAML leaves out a range of nothing, and never misspells the dashboard.
  let isYAML: Bool

  struct Group {
    let key: RuleGroupKey
    /// Empty where the export does not name it.
    let folder: String
    let rules: [AlertRule]
  }

  func document(_ groups: [Group]) -> JSON {
    ["apiVersion": 1, "groups": .array(groups.map(group))]
  }

  private func group(_ group: Group) -> JSON {
    [
      "orgId": 1, "name": JSON(group.key.name), "folder": JSON(group.folder),
      "interval": JSON(RuleDuration.text((group.rules.first?.interval ?? 0) * 1000)),
      "rules": .array(group.rules.map(rule)),
    ]
  }

  private func rule(_ rule: AlertRule) -> JSON {
    var object = JSONObject(members: [("uid", JSON(rule.uid)), ("title", JSON(rule.title))])
    let isBare = lens.exports.leavesOutDefaults
    if !isBare || !rule.condition.isEmpty { object["condition"] = JSON(rule.condition) }
    object["data"] = .array(rule.queries.map(query))
    if let dashboard = rule.dashboardUID {
      object[isYAML ? "dashboardUid" : lens.exports.dashboardMember] = JSON(dashboard)
    }
    if let panel = rule.panelID { object["panelId"] = JSON(panel) }
    if rule.record == nil {
      object["noDataState"] = JSON(rule.noDataState)
      object["execErrState"] = JSON(rule.errorState)
    }
    if !isBare || rule.pending > 0 { object["for"] = JSON(RuleDuration.text(rule.pending)) }
    if rule.keepFiring > 0 { object["keepFiringFor"] = JSON(RuleDuration.text(rule.keepFiring)) }
    if !rule.annotations.isEmpty { object["annotations"] = RuleView.texts(rule.annotations) }
    if !rule.labels.isEmpty { object["labels"] = RuleView.texts(rule.labels) }
    object["isPaused"] = JSON(rule.isPaused)
    if let settings = rule.notificationSettings { object["notification_settings"] = .object(settings) }
    if let record = rule.record { object["record"] = .object(record) }
    return .object(object)
  }

  private func query(_ query: RuleQuery) -> JSON {
    var object = JSONObject(members: [("refId", JSON(query.refID))])
    if !query.queryType.isEmpty { object["queryType"] = JSON(query.queryType) }
    if !isYAML || query.from != 0 || query.to != 0 {
      object["relativeTimeRange"] = ["from": JSON(query.from), "to": JSON(query.to)]
    }
    object["datasourceUid"] = JSON(query.dataSourceUID)
    object["model"] = query.model
    return .object(object)
  }
}
