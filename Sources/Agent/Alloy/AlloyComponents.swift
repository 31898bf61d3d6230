import Alloy
import Base

/// The components of a configuration in Alloy's language, as a running Alloy calls them.
public enum AlloyComponents {
  /// `prometheus.remote_write.metrics_mon_primary`; nil where the text is no configuration. Settings of Alloy itself, such as
  /// `logging`, have no label and are no components.
  public static func names(in text: SecretValue) -> Set<String>? {
    let text = text.withBytes { String(decoding: $0, as: UTF8.self) }
    guard let configuration = try? AlloyParser.configuration(text) else { return nil }
    return Set(configuration.blocks.filter { $0.label != nil }.map { $0.path.joined(separator: ".") })
  }
}
