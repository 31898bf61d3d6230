internal import Documents

/// What was changed in the settings of a plugin.
struct PluginChoice: Sendable {
  var isEnabled: Bool
  var isPinned: Bool
  var jsonData: JSON
}
