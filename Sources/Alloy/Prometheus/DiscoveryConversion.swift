import Base

/// The service discovery of one scrape job.
struct DiscoveryConversion {
  /// The components, in the order in which Prometheus reads them.
  private(set) var group = ComponentGroup()
  /// Their targets, those that are written at the end.
  private(set) var targets: [AlloyExpression] = []

  /// - Parameter label: the label of the first component of every kind; the others get `_2`, `_3` and so on.
  init(_ settings: SettingReader, label: String, kinds: [DiscoveryKind] = DiscoveryKind.all) {
    for kind in kinds {
      for (index, section) in settings.list(kind.key).enumerated() {
        let own = index == 0 ? label : "\(label)_\(index + 1)"
        group.append(AlloyBlock(kind.component, label: own, kind.arguments.body(section)))
        targets.append(.path("\(kind.component).\(own).targets"))
      }
    }
    for key in DiscoveryKind.unsupported where settings.value(key) != nil {
      settings.findings.lose(
        "\(settings.path(of: key)) cannot be carried over: Alloy's converter knows no such service discovery",
        at: settings.position(of: key), remedy: "write the component by hand, or take it out")
    }
  }
}
