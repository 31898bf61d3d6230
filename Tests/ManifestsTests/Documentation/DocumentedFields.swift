import TestSupport

/// What docs/manifests.md says of each field, read from its tables.
struct DocumentedFields {
  /// By the heading over the table, then by the field's path.
  let sections: [String: [String: String]]

  init() throws {
    let text = String(decoding: try SharedData.projectFile("docs/manifests.md"), as: UTF8.self)
    var sections: [String: [String: String]] = [:]
    var heading = ""
    for line in text.split(separator: "\n") {
      if line.hasPrefix("#") { heading = String(line.drop { $0 == "#" || $0 == " " }) }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      guard cells.count >= 4, cells[1].hasPrefix("`"), cells[1].hasSuffix("`"),
        ["honoured", "refused", "ignored"].contains(cells[2])
      else { continue }
      sections[heading, default: [:]][String(cells[1].dropFirst().dropLast())] = cells[2]
    }
    self.sections = sections
  }

  /// The fields of a kind, those that it shares with others among them.
  func fields(of kind: String) -> [String: String] {
    var fields = sections["All kinds"] ?? [:]
    if kind.hasPrefix("Grafana"), !kind.hasSuffix("(integreatly.org/v1alpha1)"),
      !["Grafana", "GrafanaNotificationPolicyRoute", "GrafanaServiceAccount"].contains(kind)
    {
      fields.merge(sections["Fields of all Grafana resources"] ?? [:]) { first, _ in first }
    }
    return fields.merging(sections[kind] ?? [:]) { first, _ in first }
  }
}
