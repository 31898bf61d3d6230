import Base
import Documents

/// Brings a group of alert rules into the form that is compared: what servers count, copy from the group and fill in by
/// themselves is the same on both sides (reference grafana-http-api.md section 6.2).
public enum AlertRuleGroupForm {
  /// Members that a server adds to a rule, or takes from the group.
  private static let bookkeeping: Set<String> = [
    "id", "updated", "orgID", "provenance", "folderUID", "ruleGroup", "guid",
  ]
  /// Members that mean the same whether they are there with this value or not.
  private static let defaults: [(name: String, value: JSON)] = [
    ("for", "0s"), ("keep_firing_for", "0s"), ("isPaused", false), ("annotations", [:]), ("labels", [:]),
    ("notification_settings", .null), ("record", .null), ("missingSeriesEvalsToResolve", 0),
  ]

  /// - Parameter keepsOrder: the server gives the rules back in the order in which they were put; others in the order of
  ///   their creation.
  public static func normal(_ group: JSON, keepsOrder: Bool) -> JSON {
    let rules = (group["rules"]?.arrayValue ?? []).map { rule($0) }
    let ordered =
      keepsOrder
      ? rules : rules.sorted { ($0["uid"]?.stringValue ?? "") < ($1["uid"]?.stringValue ?? "") }
    return [
      "title": group["title"] ?? "", "interval": group["interval"] ?? 0, "rules": .array(ordered),
    ]
  }

  private static func rule(_ rule: JSON) -> JSON {
    guard let object = rule.objectValue else { return rule }
    // A server of another version may name members that it has nothing for.
    var form = JSONObject(
      object.members.filter { !bookkeeping.contains($0.key) && !$0.value.isNull }.map { ($0.key, $0.value) })
    for (name, value) in defaults where form[name] == nil || form[name] == .some(.null) { form[name] = value }
    for name in ["for", "keep_firing_for"] { form[name] = form[name].map { duration($0) } }
    form["data"] = .array((form["data"]?.arrayValue ?? []).map { query($0) })
    if let settings = form["notification_settings"]?.objectValue {
      form["notification_settings"] = .object(withDurations(settings))
    }
    return .object(form)
  }

  private static func withDurations(_ settings: JSONObject) -> JSONObject {
    var form = JSONObject()
    for member in settings.members where !member.value.isNull {
      let isDuration = ["group_wait", "group_interval", "repeat_interval"].contains(member.key)
      form[member.key] = isDuration ? duration(member.value) : member.value
    }
    return form
  }

  private static func query(_ query: JSON) -> JSON {
    guard var form = query.objectValue else { return query }
    var model = form["model"]?.objectValue ?? JSONObject()
    for (name, value) in [("intervalMs", 1000), ("maxDataPoints", 43200)]
    where (model[name]?.intValue ?? 0) == 0 {
      model[name] = .number(JSONNumber(value))
    }
    let type = form["queryType"]?.stringValue ?? ""
    form["queryType"] = .string(type.isEmpty ? model["queryType"]?.stringValue ?? "" : type)
    form["relativeTimeRange"] = [
      "from": form["relativeTimeRange"]?["from"] ?? 0, "to": form["relativeTimeRange"]?["to"] ?? 0,
    ]
    form["model"] = .object(model)
    return .object(form)
  }

  /// `60s` and `1m` are one duration.
  private static func duration(_ value: JSON) -> JSON {
    guard let text = value.stringValue,
      let duration = PrometheusDuration.parse(text) ?? GoDuration.parse(text)
    else { return value }
    return .string(PrometheusDuration.format(duration))
  }
}
