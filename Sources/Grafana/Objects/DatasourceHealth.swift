/// What a data source says of itself when its plugin is asked.
public enum DatasourceHealth: Hashable, Sendable {
  case works
  /// In the plugin's words.
  case fails(String)
}
