extension SettingReader {
  /// The instances of a section, with their names. Those without one, or with one that is taken, are told.
  var instances: [NamedInstance] {
    var instances: [NamedInstance] = []
    var names: Set<String> = []
    for settings in list("configs") {
      settings.require("name")
      guard let name = settings.text("name"), !name.isEmpty else { continue }
      let instance = NamedInstance(name: name, shownName: settings.shown("name"), settings: settings)
      if !names.insert(name).inserted {
        // Texts with the same variables are the same.
        settings.findings.refuse(
          "\(settings.path(of: "name")) is the name of an earlier instance, too: \(instance.shownName)",
          at: settings.position(of: "name"))
      }
      instances.append(instance)
    }
    return instances
  }
}
