/// An instance of the metrics or logs of an agent.
struct NamedInstance {
  let name: String
  /// The name as messages may show it.
  let shownName: String
  let settings: SettingReader
}
