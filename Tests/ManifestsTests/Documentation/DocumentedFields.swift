/// What docs/manifests.md says of each field, read from its tables.
struct DocumentedFields {
  /// By the heading over the table, then by the field's path.
  let sections: [String: [String: String]]

  init() throws {
    sections = try DocumentedTables("docs/manifests.md").rows.mapValues { rows in
      rows.reduce(into: [:]) { fates, row in
        for field in row.fields { fates[field] = row.fate }
      }
    }
  }

  /// The fields that each kind has.
  var ofAllKinds: [String: String] { sections["All kinds"] ?? [:] }

  /// The fields of a kind, those that it shares with others among them.
  func fields(of kind: String) -> [String: String] {
    var fields = ofAllKinds
    if kind.hasPrefix("Grafana"), !kind.hasSuffix("(integreatly.org/v1alpha1)"),
      !["Grafana", "GrafanaNotificationPolicyRoute", "GrafanaServiceAccount"].contains(kind)
    {
      fields.merge(sections["Fields of all Grafana resources"] ?? [:]) { first, _ in first }
    }
    return fields.merging(sections[kind] ?? [:]) { first, _ in first }
  }
}
