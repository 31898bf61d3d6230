/// Labels of blocks inside of a component: names that Alloy takes, each once.
struct BlockLabels {
  private var taken: Set<String> = []

  /// A name as a label. It may not be empty.
  mutating func label(_ name: String) -> String {
    let wanted = AlloyIdentifier.sanitized(name) ?? "_"
    var label = wanted
    var number = 1
    while !taken.insert(label).inserted {
      number += 1
      label = "\(wanted)_\(number)"
    }
    return label
  }

  /// The label of a block whose settings have a `name`; what the name turns into is told, as it is the value of a label
  /// of what the block brings.
  mutating func label(of settings: SettingReader) -> String {
    settings.require("name")
    let name = settings.text("name") ?? ""
    let label = label(name)
    if label != name, !name.isEmpty {
      settings.findings.warn(
        "\(settings.path(of: "name")) becomes a label of a block in Alloy, which has letters, digits and underscores only and stands once",
        at: settings.position(of: "name"))
    }
    return label
  }
}
