import Base

extension SettingReader {
  /// The instances of a section, with their names. Those without one, or with one that is taken, are told.
  var instances: [(name: String, settings: SettingReader)] {
    var instances: [(name: String, settings: SettingReader)] = []
    for instance in list("configs") {
      guard let name = instance.text("name"), !name.isEmpty else {
        findings.refuse("\(instance.path) has no name", at: instance.position)
        continue
      }
      if instances.contains(where: { $0.name == name }) {
        instance.refuse("name", "is the name of an earlier instance, too: \(name)")
      }
      instances.append((name, instance))
    }
    return instances
  }
}
