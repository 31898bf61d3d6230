internal import Documents

/// Writes an export as resources of Terraform [12.4 alert_rules: export-one-format-hcl].
struct RuleExportHCL {
  private var text = ""
  private var depth = 0

  static func text(_ groups: [RuleExport.Group]) -> String {
    var writer = RuleExportHCL()
    for (place, group) in groups.enumerated() {
      if place > 0 { writer.text += "\n" }
      writer.write(group)
    }
    return writer.text
  }

  private mutating func write(_ group: RuleExport.Group) {
    let name = "rule_group_" + RollingHash.text(of: group.key.name + group.key.folderUID)
    block("resource \"grafana_rule_group\" \"\(name)\"") { writer in
      writer.attributes([
        ("org_id", "1"), ("name", Self.quoted(group.key.name)),
        ("folder_uid", Self.quoted(group.key.folderUID)),
        ("interval_seconds", "\(group.rules.first?.interval ?? 0)"),
      ])
      for rule in group.rules {
        writer.text += "\n"
        writer.write(rule)
      }
    }
  }

  private mutating func write(_ rule: AlertRule) {
    block("rule") { writer in
      var head = [("name", Self.quoted(rule.title))]
      if !rule.condition.isEmpty { head.append(("condition", Self.quoted(rule.condition))) }
      writer.attributes(head)
      writer.text += "\n"
      for query in rule.queries { writer.write(query) }
      writer.text += "\n"
      var states = [
        ("no_data_state", Self.quoted(rule.noDataState)), ("exec_err_state", Self.quoted(rule.errorState)),
      ]
      if rule.pending > 0 { states.append(("for", Self.quoted(RuleDuration.text(rule.pending)))) }
      if rule.keepFiring > 0 {
        states.append(("keep_firing_for", Self.quoted(RuleDuration.text(rule.keepFiring))))
      }
      writer.attributes(states)
      writer.map("annotations", rule.annotations)
      writer.map("labels", rule.labels)
      writer.attributes([("is_paused", "\(rule.isPaused)")])
      if let settings = rule.notificationSettings { writer.write(settings) }
    }
  }

  private mutating func write(_ query: RuleQuery) {
    block("data") { writer in
      var head = [("ref_id", Self.quoted(query.refID))]
      if !query.queryType.isEmpty { head.append(("query_type", Self.quoted(query.queryType))) }
      writer.attributes(head)
      writer.text += "\n"
      writer.block("relative_time_range") {
        $0.attributes([("from", "\(query.from)"), ("to", "\(query.to)")])
      }
      writer.text += "\n"
      writer.attributes([
        ("datasource_uid", Self.quoted(query.dataSourceUID)),
        ("model", Self.quoted(JSONWriter.string(query.model))),
      ])
    }
  }

  private mutating func write(_ settings: JSONObject) {
    text += "\n"
    block("notification_settings") { writer in
      var attributes: [(String, String)] = []
      for (key, name) in [
        ("receiver", "contact_point"), ("group_by", "group_by"), ("group_wait", "group_wait"),
        ("group_interval", "group_interval"), ("repeat_interval", "repeat_interval"),
        ("mute_time_intervals", "mute_timings"), ("active_time_intervals", "active_timings"),
      ] {
        if let text = settings[key]?.stringValue { attributes.append((name, Self.quoted(text))) }
        if let list = settings[key]?.arrayValue?.compactMap(\.stringValue) {
          attributes.append((name, "[" + list.map(Self.quoted).joined(separator: ", ") + "]"))
        }
      }
      writer.attributes(attributes)
    }
  }

  // MARK: Syntax

  private mutating func block(_ head: String, _ body: (inout RuleExportHCL) -> Void) {
    line(head + " {")
    depth += 1
    body(&self)
    depth -= 1
    line("}")
  }

  /// Lines whose signs stand below each other.
  private mutating func attributes(_ pairs: [(String, String)]) {
    let width = pairs.map(\.0.count).max() ?? 0
    for (name, value) in pairs {
      line(name + String(repeating: " ", count: width - name.count) + " = " + value)
    }
  }

  private mutating func map(_ name: String, _ values: [String: String]) {
    guard !values.isEmpty else { return }
    line(name + " = {")
    depth += 1
    attributes(
      values.sorted { $0.key < $1.key }.map {
        (Self.isName($0.key) ? $0.key : Self.quoted($0.key), Self.quoted($0.value))
      }
    )
    depth -= 1
    line("}")
  }

  private mutating func line(_ content: String) {
    text += String(repeating: "  ", count: depth) + content + "\n"
  }

  private static func isName(_ text: String) -> Bool {
    text.first?.isLetter ?? false && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
  }

  /// In double quotes; what begins a template is doubled.
  private static func quoted(_ text: String) -> String {
    var result = JSONWriter.string(.string(text))
    for sign in ["$", "%"] {
      result = result.split(separator: sign + "{", omittingEmptySubsequences: false).joined(
        separator: sign + sign + "{")
    }
    return result
  }
}
