/// Who takes metrics or logs, by the names of the instances that integrations point at.
struct InstanceReceivers {
  /// `metrics` or `logs`.
  private let kind: String
  private let instances: [(name: String, labels: [String])]

  init(_ kind: String, _ instances: [(name: String, labels: [String])]) {
    self.kind = kind
    self.instances = instances
  }

  /// The labels of the receivers that an integration's data goes to.
  ///
  /// The rule: a name that is written must be there. Where none is written, the agent means `default`, which nobody
  /// has who comes from the operator: then the only instance takes the data, which is told.
  /// - Parameters:
  ///   - written: the name in the integration's own settings; nil where there is none.
  ///   - inherited: the name that is meant then.
  func labels(
    written: String?, inherited: String, of integration: String, at key: String, in settings: SettingReader
  ) -> [String] {
    let name = written ?? inherited
    if let found = instances.first(where: { $0.name == name }) { return found.labels }
    let problem = "the integration \(integration) points at the \(kind) instance \(name), which is not here"
    if written == nil, instances.count == 1 {
      settings.findings.warn(
        "\(problem): its data goes to \(instances[0].name), the only one", at: settings.position(of: key))
      return instances[0].labels
    }
    settings.findings.refuse(
      problem, at: settings.position(of: key),
      remedy: instances.isEmpty
        ? "add the instance" : "name one of \(instances.map(\.name).joined(separator: ", "))")
    return [AlloyIdentifier.sanitized("\(kind)_\(name)") ?? kind]
  }
}
