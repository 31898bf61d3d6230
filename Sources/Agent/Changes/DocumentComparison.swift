import Base
import Documents

/// Walks two configurations at once and tells what differs.
struct DocumentComparison {
  private(set) var changes: [Change] = []

  /// A part of a configuration that has instances with jobs and with receivers of what these collect.
  private struct Section {
    let key: String
    /// The list of receivers, in `global` and in each instance.
    let receivers: String

    static let all = [
      Section(key: "metrics", receivers: "remote_write"), Section(key: "logs", receivers: "clients"),
    ]
  }

  mutating func compare(_ old: JSON, _ new: JSON) {
    settings("server", old["server"], new["server"])
    for section in Section.all { compare(section, old[section.key], new[section.key]) }
    integrations(old["integrations"], new["integrations"])
    let known = ["server", "integrations"] + Section.all.map(\.key)
    rest(without(old, known), without(new, known))
  }

  // MARK: Parts

  private mutating func compare(_ section: Section, _ old: JSON?, _ new: JSON?) {
    let apart = ["global", "configs"]
    settings(section.key, without(old, apart), without(new, apart))
    let global = (old: old?["global"], new: new?["global"])
    settings(section.key, without(global.old, [section.receivers]), without(global.new, [section.receivers]))
    receivers(section, "", global.old, global.new)
    instances(section, old?["configs"], new?["configs"])
  }

  private mutating func instances(_ section: Section, _ old: JSON?, _ new: JSON?) {
    for pair in NamedPairs(old, new, name: { $0["name"]?.stringValue }).pairs {
      let place = "\(section.key) instance \(pair.name)"
      guard let one = pair.old, let other = pair.new else {
        changes.append(Change("\(place) \(pair.new == nil ? "removed" : "added")"))
        continue
      }
      let parts = [section.receivers, "scrape_configs"]
      settings(place, without(one, parts), without(other, parts))
      receivers(section, "\(place), ", one, other)
      jobs(place, one["scrape_configs"], other["scrape_configs"])
    }
  }

  private mutating func receivers(_ section: Section, _ place: String, _ old: JSON?, _ new: JSON?) {
    let word = section.receivers == "clients" ? "client" : section.receivers
    let pairs = NamedPairs(old?[section.receivers], new?[section.receivers]) { target in
      target["name"]?.stringValue ?? target["url"]?.stringValue.map(ShownURL.text)
    }.pairs
    for pair in pairs {
      guard let one = pair.old, let other = pair.new else {
        changes.append(Change("\(place)\(word) \(pair.name) \(pair.new == nil ? "removed" : "added")"))
        continue
      }
      settings("\(place)\(word) \(pair.name)", one, other)
    }
  }

  private mutating func jobs(_ place: String, _ old: JSON?, _ new: JSON?) {
    for pair in NamedPairs(old, new, name: { $0["job_name"]?.stringValue }).pairs {
      guard let one = pair.old, let other = pair.new else {
        changes.append(Change("\(place), job \(pair.name) \(pair.new == nil ? "removed" : "added")"))
        continue
      }
      let isShown = Self.isOfMonitor(pair.name)
      settings("\(place), job \(pair.name)", one, other, areRulesShown: isShown, showing: { _ in isShown })
    }
  }

  /// Whether a job was made of a manifest. All others come from Secrets, so nothing of them is shown.
  private static func isOfMonitor(_ job: String) -> Bool {
    ["serviceMonitor/", "podMonitor/", "probe/", "podLogs/"].contains { job.hasPrefix($0) }
  }

  private mutating func integrations(_ old: JSON?, _ new: JSON?) {
    let suffix = "_configs"
    let keys = Self.keys(old, new)
    for key in keys where key.hasSuffix(suffix) {
      let name = String(key.dropLast(suffix.count))
      let pairs = EntryPairs(old?[key]?.arrayValue ?? [], new?[key]?.arrayValue ?? [])
      for config in pairs.removed {
        changes.append(Change("integration \(name)\(Self.target(config)) removed"))
      }
      for config in pairs.added { changes.append(Change("integration \(name)\(Self.target(config)) added")) }
      for (one, other) in pairs.changed {
        // What integrations are given is not known well enough.
        settings(
          "integration \(name)\(Self.target(other))", one, other, areRulesShown: false,
          showing: { $0.first == "autoscrape" })
      }
      if pairs.isReordered { changes.append(Change("integrations \(name) in another order")) }
    }
    let lists = keys.filter { $0.hasSuffix(suffix) }
    settings("integrations", without(old, lists), without(new, lists))
  }

  /// Where an entry's metrics go, which tells entries of one integration apart without showing any setting.
  private static func target(_ config: JSON) -> String {
    let parts = [
      config["instance"]?.stringValue,
      config["autoscrape"]?["metrics_instance"]?.stringValue.map { "for \($0)" },
    ].compactMap { $0 }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }

  // MARK: Settings

  /// One change for each setting, however deep it is, and for each rule.
  /// - Parameters:
  ///   - areRulesShown: whether rules are told by what they say.
  ///   - showing: whether the value of a setting at a path may be shown at all.
  private mutating func settings(
    _ place: String, _ old: JSON?, _ new: JSON?, areRulesShown: Bool = true,
    showing: ([String]) -> Bool = { !$0.contains("headers") }
  ) {
    let lists = RuleComparison.lists.map(\.key)
    for difference in JSONDifference.between(without(old, lists) ?? [:], without(new, lists) ?? [:]) {
      let tokens = difference.pointer.tokens
      let path = tokens.joined(separator: ".")
      let values = [difference.old, difference.new].map { value in
        value.flatMap { showing(tokens) ? ShownSettings.text($0, at: tokens) : nil }
      }
      let isShown = values.contains { $0 != nil }
      let word =
        switch difference.kind {
        case .added: " added"
        case .removed: " removed"
        case .moved: " moved"
        case .changed: ""
        }
      let summary = "\(place): \(path)\(isShown ? "" : word.isEmpty ? " (changed)" : word)"
      changes.append(Change(summary, before: values[0], after: values[1]))
    }
    for list in RuleComparison.lists where old?[list.key] != new?[list.key] {
      let rules = RuleComparison(place: place, word: list.word, isShown: areRulesShown)
      changes += rules.changes(old?[list.key]?.arrayValue ?? [], new?[list.key]?.arrayValue ?? [])
    }
  }

  private mutating func rest(_ old: JSON?, _ new: JSON?) {
    for key in Self.keys(old, new) where old?[key] != new?[key] {
      let word = old?[key] == nil ? "added" : new?[key] == nil ? "removed" : "(changed)"
      changes.append(Change("\(key) \(word)"))
    }
  }

  private func without(_ json: JSON?, _ keys: [String]) -> JSON? {
    json?.objectValue.map { .object($0.filter { !keys.contains($0) }) }
  }

  private static func keys(_ old: JSON?, _ new: JSON?) -> [String] {
    Set((old?.objectValue?.keys ?? []) + (new?.objectValue?.keys ?? [])).sorted()
  }
}
