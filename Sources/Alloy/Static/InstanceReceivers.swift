/// Who takes metrics or logs, by the names of the instances that integrations point at.
struct InstanceReceivers {
  /// The receivers of one instance.
  struct Entry {
    let instance: NamedInstance
    let labels: [String]
  }

  /// `metrics` or `logs`.
  private let kind: String
  private let entries: [Entry]
  private let labels: [String: [String]]

  /// - Parameter entries: in the order of the file.
  init(_ kind: String, _ entries: [Entry]) {
    self.kind = kind
    self.entries = entries
    labels = Dictionary(entries.map { ($0.instance.name, $0.labels) }) { first, _ in first }
  }

  /// The labels of the receivers that an integration's data goes to, nil where they are not there.
  ///
  /// The rule: a name that is written must be there. Where none is written, the agent means `default`, which nobody
  /// has who comes from the operator: then the only instance takes the data, which is told.
  func find(_ reference: InstanceReference, of integration: String) -> [String]? {
    if let found = labels[reference.name] { return found }
    guard reference.written == nil, entries.count == 1 else { return nil }
    reference.settings.findings.warn(
      "\(problem(reference, integration)): its data goes to \(entries[0].instance.shownName), the only one",
      at: reference.settings.position(of: reference.key))
    return entries[0].labels
  }

  /// The labels where the data must go somewhere; what is not there is refused, as the agent does.
  func require(_ reference: InstanceReference, of integration: String) -> [String] {
    if let found = find(reference, of: integration) { return found }
    reference.settings.findings.refuse(
      value: reference.value, problem(reference, integration),
      at: reference.settings.position(of: reference.key),
      remedy: entries.isEmpty
        ? "add the instance"
        : "name one of \(entries.map(\.instance.shownName).joined(separator: ", "))")
    return []
  }

  /// What is wrong with a reference that leads nowhere.
  func problem(_ reference: InstanceReference, _ integration: String) -> String {
    "the integration \(integration) points at the \(kind) instance \(reference.shownName), which is not here"
  }
}
