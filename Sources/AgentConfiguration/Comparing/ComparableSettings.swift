import Base
import Documents

/// Settings as the agent compares them: by what they mean and not by their text. So a timeout that is written is the
/// same as one that holds anyway, and `2m` the same as `120s`. Made from secrets it gives none away.
public struct ComparableSettings: Hashable, Sendable {
  private let digest: Digest

  private init(_ form: JSON) {
    digest = Digest(of: JSONWriter.bytes(form, style: .canonical))
  }

  /// A receiver under `remote_write`, which an agent compares with its neighbours where none of them has a name: by what
  /// Go's encoder writes, where every secret is the same `<secret>` (static/metrics/instance/instance.go, getHash).
  ///
  /// - Parameter settings: the mapping of the configuration.
  public static func receiver(_ settings: JSON) -> ComparableSettings {
    receiver(WrittenSetting(settings))
  }

  static func receiver(_ settings: WrittenSetting) -> ComparableSettings {
    ComparableSettings(receiver(settings, hidesSecrets: true))
  }

  /// The receivers of a metrics instance or of `metrics.global`, in any order and without their names, for `instance`.
  ///
  /// - Parameter settings: the list of the configuration; anything else stands for an empty list.
  public static func receivers(_ settings: JSON) -> ComparableSettings {
    receivers((settings.arrayValue ?? []).map { WrittenSetting($0) })
  }

  static func receivers(_ settings: [WrittenSetting]) -> ComparableSettings {
    // The agent sorts by what it compares receivers by.
    let forms = settings.enumerated().map { index, receiver in
      (
        order: JSONWriter.string(Self.receiver(receiver, hidesSecrets: true), style: .canonical),
        index: index,
        form: Self.receiver(receiver, hidesSecrets: false)
      )
    }
    return ComparableSettings(
      .array(forms.sorted { ($0.order, $0.index) < ($1.order, $1.index) }.map(\.form)))
  }

  /// A metrics instance without its name and its jobs. In `instance_mode: shared` equal ones run as one, and no job name may
  /// stand in two of them (static/metrics/instance/group_manager.go, hashConfig).
  ///
  /// - Parameters:
  ///   - settings: the mapping of the configuration; its `remote_write` is not looked at.
  ///   - receivers: its own, or those of `metrics.global` where it has none.
  public static func instance(_ settings: JSON, receivers: ComparableSettings) -> ComparableSettings {
    instance(WrittenSetting(settings), receivers: receivers)
  }

  static func instance(_ settings: WrittenSetting, receivers: ComparableSettings) -> ComparableSettings {
    let members = settings.members(without: ["name", "scrape_configs", "remote_write"])
    let form = SettingNormalForm(hidesSecrets: false).mapping(members, as: MetricsSchema.instance, .instance)
    return ComparableSettings(["receivers": .string(receivers.digest.description), "settings": .object(form)])
  }

  /// A client of a logs instance.
  static func logsClient(_ settings: WrittenSetting) -> ComparableSettings {
    ComparableSettings(
      .object(
        SettingNormalForm(hidesSecrets: false).mapping(
          settings.members(), as: LogsSchema.client, .logsClient)))
  }

  private static func receiver(_ settings: WrittenSetting, hidesSecrets: Bool) -> JSON {
    guard case .mapping = settings else { return settings.json }
    return .object(
      SettingNormalForm(hidesSecrets: hidesSecrets).mapping(
        settings.members(without: ["name"]), as: RemoteWriteSchema.receiver, .receiver))
  }
}
