import Manifests

/// Settings of channels of the old alerting that hold secrets.
public enum ChannelSecrets {
  /// Names of such settings where they stand in clear.
  public static let names = GrafanaNotificationChannel.secretSettings
}
