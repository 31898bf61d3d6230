import Base
import Documents

/// One integration of the agent, as far as a configuration can be checked before the agent sees it.
public struct KnownIntegration: Sendable {
  public enum Multiplicity: Sendable {
    /// The agent ends when there are two.
    case single
    /// The agent takes two only where each has an `instance` of its own.
    case singleUnlessNamed
    case multiple
  }

  /// What the agent calls an entry that has no `instance`; two of one name may not be called the same.
  enum Identity: Sendable {
    case fixed
    /// The address of the agent's own process.
    case agentAddress
    /// A setting as it is written, or its default.
    case text(String, String)
    /// The host and port of a URL (Go's url.Parse), empty where what stands there has none.
    case host(String, String)
    /// The one element of a list; without an identity where there are more.
    case only(String)
    /// A data source name without its credentials and parameters.
    case dataSource(String)
    /// The settings as a whole.
    case wholeConfig

    /// The key that it is made of, where it is one.
    var key: String? {
      switch self {
      case .text(let key, _), .host(let key, _), .only(let key), .dataSource(let key): key
      case .fixed, .agentAddress, .wholeConfig: nil
      }
    }
  }

  public let name: String
  /// What exporters and the older form of the agent call it.
  public let aliases: [String]
  public let multiplicity: Multiplicity
  public let runsOnAllNodes: Bool
  let identity: Identity
  /// Unknown keys below the first level are refused, instead of dropped without a word.
  public let isStrictInside: Bool
  /// Without these the agent does not start or does not work.
  public let needed: [String]
  /// Without these it starts and collects nothing.
  public let useful: [String]
  /// Keys of the first level, common ones included.
  public let keys: [String]

  /// What the older layout calls it; nil where that has no such integration.
  let classicName: String?
  let settings: IntegrationSettings

  init(
    _ name: String, classicName: String?, aliases: [String], multiplicity: Multiplicity, runsOnAllNodes: Bool,
    identity: Identity, isStrictInside: Bool, needed: [String], useful: [String],
    settings: IntegrationSettings
  ) {
    self.name = name
    self.classicName = classicName
    self.aliases = aliases
    self.multiplicity = multiplicity
    self.runsOnAllNodes = runsOnAllNodes
    self.identity = identity
    self.isStrictInside = isStrictInside
    self.needed = needed
    self.useful = useful
    self.settings = settings
    let common = ["instance", "extra_labels"] + (name == "eventhandler" ? [] : ["autoscrape"])
    keys = settings.fields.kinds.keys.sorted() + common
  }

  public static func find(_ name: String) -> KnownIntegration? { all.first { $0.name == name } }

  public static func find(alias: String) -> KnownIntegration? { all.first { $0.aliases.contains(alias) } }

  /// The agent's name of what was probably meant.
  public static func nearest(to name: String) -> String? {
    let names = all.flatMap { [$0.name] + $0.aliases }
    return NearestName.find(name, among: names).map { find(alias: $0)?.name ?? $0 }
  }

  public static let autoscrapeKeys = [
    "enable", "metrics_instance", "scrape_interval", "scrape_timeout", "relabel_configs",
    "metric_relabel_configs",
  ]

  /// Environment variables of the agent that stand in for the key without which the integration collects nothing.
  public static let variables = [
    "mysql": "MYSQLD_EXPORTER_DATA_SOURCE_NAME", "oracledb": "DATA_SOURCE_NAME",
    "postgres": "POSTGRES_EXPORTER_DATA_SOURCE_NAME",
  ]

  /// Keys that the older layout has and the newer has not.
  public static let removedKeys = [
    "enabled", "scrape_integration", "wal_truncate_frequency", "scrape_interval", "scrape_timeout",
    "relabel_configs", "metric_relabel_configs",
  ]

  /// What the agent calls an entry; nil where that cannot be told from the text alone.
  public func identity(of config: JSON) -> String? {
    if let instance = config["instance"]?.stringValue, !instance.isEmpty { return instance }
    switch identity {
    case .fixed: return name
    case .agentAddress: return "the agent's address"
    case .text(let key, let standard): return config[key]?.stringValue ?? filled(standard)
    case .host(let key, let standard):
      let address = config[key]?.stringValue ?? standard
      // What a variable holds may be a host.
      return address.contains("${") ? nil : GoURL.parse(address)?.host
    case .only(let key):
      guard let list = config[key]?.arrayValue, list.count == 1 else { return nil }
      return list[0].stringValue.flatMap(Self.withoutCredentials)
    case .dataSource(let key): return config[key]?.stringValue.flatMap(Self.withoutCredentials)
    case .wholeConfig: return JSONWriter.string(config, style: .canonical)
    }
  }

  private func filled(_ text: String) -> String? { text.isEmpty ? nil : text }

  /// Nil where a password or parameter makes it hard to tell where the place begins.
  private static func withoutCredentials(_ source: String) -> String? {
    let parts = source.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.count == 1 || !parts[0].contains("?") else { return nil }
    return String(parts[parts.count - 1].prefix { $0 != "?" })
  }
}
