import Base
import Documents

/// Which values of a configuration may be shown: those of a fixed list of settings that cannot be credentials.
enum ShownSettings {
  /// The value as text where its setting is harmless.
  /// - Parameter tokens: the path of the setting, from the part of the configuration that it belongs to.
  static func text(_ value: JSON, at tokens: [String]) -> String? {
    guard let name = tokens.last else { return nil }
    let isLabel = tokens.first == "external_labels" && tokens.count == 2
    guard isLabel || harmless.contains(name) else { return nil }
    switch value {
    case .string(let text): return name == "url" ? ShownURL.text(text) : text
    case .number, .bool: return JSONWriter.string(value)
    case .null, .array, .object: return nil
    }
  }

  /// The value of a field of a rule as text. Rules are given only where nothing in them is a credential.
  static func text(ofRuleField value: JSON?) -> String? {
    switch value {
    case .string(let text)?: text
    case .number?, .bool?: value.map { JSONWriter.string($0) }
    case .array(let elements)?: elements.compactMap(\.stringValue).joined(separator: ", ")
    case .null?, .object?, nil: nil
    }
  }

  private static let harmless: Set<String> = [
    "log_level", "log_format", "wal_directory", "scrape_interval", "scrape_timeout", "wal_truncate_frequency",
    "min_wal_time", "max_wal_time", "remote_flush_deadline", "write_stale_on_shutdown", "url", "name",
    "remote_timeout", "region", "role_arn", "capacity", "min_shards", "max_shards", "max_samples_per_send",
    "batch_send_deadline", "min_backoff", "max_backoff", "send", "send_interval", "enable",
    "metrics_instance", "positions_directory", "tenant_id", "batchwait", "batchsize", "min_period",
    "max_period",
    "max_retries", "timeout", "sync_period", "metrics_path", "scheme", "honor_labels", "honor_timestamps",
    "sample_limit", "target_limit", "label_limit", "label_name_length_limit", "label_value_length_limit",
    "stdin", "insecure_skip_verify", "server_name", "follow_redirects",
    // They name files, whose contents are never shown.
    "password_file", "credentials_file", "bearer_token_file", "client_secret_file", "ca_file", "cert_file",
    "key_file",
  ]
}
