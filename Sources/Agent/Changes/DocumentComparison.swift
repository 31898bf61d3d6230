import Base
import Documents

/// Walks two configurations at once and tells what differs.
struct DocumentComparison {
  private(set) var changes: [Change] = []

  mutating func compare(_ old: JSON, _ new: JSON) {
    settings("server", old["server"], new["server"])
    let metrics = (old: old["metrics"], new: new["metrics"])
    settings(
      "metrics", without(metrics.old, ["global", "configs"]), without(metrics.new, ["global", "configs"]))
    let global = (old: metrics.old?["global"], new: metrics.new?["global"])
    settings("metrics", without(global.old, ["remote_write"]), without(global.new, ["remote_write"]))
    receivers("", global.old, global.new)
    instances(metrics.old?["configs"], metrics.new?["configs"])
    integrations(old["integrations"], new["integrations"])
    let known = ["server", "metrics", "integrations"]
    rest(without(old, known), without(new, known))
  }

  // MARK: Parts

  private mutating func instances(_ old: JSON?, _ new: JSON?) {
    for pair in NamedPairs(old, new, name: { $0["name"]?.stringValue }).pairs {
      guard let one = pair.old, let other = pair.new else {
        changes.append(Change("metrics instance \(pair.name) \(pair.new == nil ? "removed" : "added")"))
        continue
      }
      let place = "metrics instance \(pair.name)"
      let parts = ["remote_write", "scrape_configs"]
      settings(place, without(one, parts), without(other, parts))
      receivers("\(place), ", one, other)
      jobs(place, one["scrape_configs"], other["scrape_configs"])
    }
  }

  private mutating func receivers(_ place: String, _ old: JSON?, _ new: JSON?) {
    let pairs = NamedPairs(old?["remote_write"], new?["remote_write"]) { target in
      target["name"]?.stringValue ?? target["url"]?.stringValue.map(ShownURL.text)
    }.pairs
    for pair in pairs {
      guard let one = pair.old, let other = pair.new else {
        changes.append(Change("\(place)remote_write \(pair.name) \(pair.new == nil ? "removed" : "added")"))
        continue
      }
      settings("\(place)remote_write \(pair.name)", one, other)
    }
  }

  private mutating func jobs(_ place: String, _ old: JSON?, _ new: JSON?) {
    for pair in NamedPairs(old, new, name: { $0["job_name"]?.stringValue }).pairs {
      guard let one = pair.old, let other = pair.new else {
        changes.append(Change("\(place), job \(pair.name) \(pair.new == nil ? "removed" : "added")"))
        continue
      }
      settings("\(place), job \(pair.name)", one, other, showing: { _ in false })
    }
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
        settings(
          "integration \(name)\(Self.target(other))", one, other, showing: { $0.first == "autoscrape" })
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

  /// One change for each setting, however deep it is.
  /// - Parameter showing: whether the value of a setting at a path may be shown at all. Jobs come from Secrets, and
  ///   what integrations are given is not known well enough.
  private mutating func settings(
    _ place: String, _ old: JSON?, _ new: JSON?, showing: ([String]) -> Bool = { !$0.contains("headers") }
  ) {
    for difference in JSONDifference.between(old ?? [:], new ?? [:]) {
      let tokens = difference.pointer.tokens
      let path = tokens.joined(separator: ".")
      let values = [difference.old, difference.new].map { value in
        value.flatMap { showing(tokens) ? Self.shown($0, at: tokens) : nil }
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
  }

  private mutating func rest(_ old: JSON?, _ new: JSON?) {
    for key in Self.keys(old, new) where old?[key] != new?[key] {
      let word = old?[key] == nil ? "added" : new?[key] == nil ? "removed" : "(changed)"
      changes.append(Change("\(key) \(word)"))
    }
  }

  /// The value as text where its setting cannot be a credential.
  private static func shown(_ value: JSON, at tokens: [String]) -> String? {
    guard let name = tokens.last else { return nil }
    let isLabel = tokens.first == "external_labels" && tokens.count == 2
    guard isLabel || harmlessSettings.contains(name) else { return nil }
    switch value {
    case .string(let text): return name == "url" ? ShownURL.text(text) : text
    case .number, .bool: return JSONWriter.string(value)
    case .null, .array, .object: return nil
    }
  }

  private static let harmlessSettings: Set<String> = [
    "log_level", "log_format", "wal_directory", "scrape_interval", "scrape_timeout", "wal_truncate_frequency",
    "min_wal_time", "max_wal_time", "remote_flush_deadline", "write_stale_on_shutdown", "url", "name",
    "remote_timeout", "region", "role_arn", "capacity", "min_shards", "max_shards", "max_samples_per_send",
    "batch_send_deadline", "min_backoff", "max_backoff", "send", "send_interval", "enable",
    "metrics_instance",
  ]

  private func without(_ json: JSON?, _ keys: [String]) -> JSON? {
    json?.objectValue.map { .object($0.filter { !keys.contains($0) }) }
  }

  private static func keys(_ old: JSON?, _ new: JSON?) -> [String] {
    Set((old?.objectValue?.keys ?? []) + (new?.objectValue?.keys ?? [])).sorted()
  }
}
