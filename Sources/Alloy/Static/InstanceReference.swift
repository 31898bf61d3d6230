import Documents

/// Which instance an integration hands its data to.
struct InstanceReference {
  /// What the agent means where no name is written (grafana/agent, static/integrations/v2/autoscrape).
  static let standard = "default"

  /// The name that is written; nil where there is none.
  let written: String?
  /// Where it is written, or the integration where it is not.
  let settings: SettingReader
  let key: String

  /// - Parameter settings: where the key may stand, in the order in which they count. The last is for messages only.
  init(_ key: String, in places: [SettingReader], of integration: SettingReader) {
    let found = places.first { $0.has(key) }
    for place in places { _ = place.text(key) }
    self.key = key
    settings = found ?? integration
    written = found?.text(key)
  }

  /// The value of the name; nil where there is none.
  var value: YAMLNode? { settings.node?.entry(key)?.value }

  var name: String { written ?? Self.standard }

  var shownName: String { written == nil ? Self.standard : settings.shown(key) }
}
