/// What docs/manifests-agent.md says of each field of one kind: what stands in the kind's table, and below each row that
/// links to the table of a part, what stands there.
struct DocumentedAgentFields {
  private(set) var fates: [String: String] = [:]
  /// Ignored fields of which the note says that there is a warning.
  private(set) var declined: Set<String> = []
  /// Fields that stand there twice.
  private(set) var repeated: [String] = []
  /// The headings of the parts that the kind has.
  private(set) var parts: Set<String> = []

  private let tables: DocumentedTables

  init(_ kind: String, in tables: DocumentedTables) {
    self.tables = tables
    add(kind, below: "", inside: [kind])
  }

  /// - Parameter inside: the tables that are being read; a part of a part of its own is not read again.
  private mutating func add(_ heading: String, below path: String, inside: [String]) {
    for row in tables.rows[heading] ?? [] {
      for field in row.fields {
        add(path + field, row)
        for part in row.links where tables.rows[part] != nil && !CompleteAgentManifests.kinds.contains(part) {
          parts.insert(part)
          if !inside.contains(part) { add(part, below: "\(path)\(field).", inside: inside + [part]) }
        }
      }
    }
  }

  /// `spec.clients[]` with a link to a part is the list `spec.clients` of such parts.
  private mutating func add(_ path: String, _ row: DocumentedTables.Row) {
    let isList = path.hasSuffix("[]") && !row.links.isEmpty
    let field = isList ? String(path.dropLast(2)) : path
    if fates.updateValue(row.fate, forKey: field) != nil { repeated.append(field) }
    if row.fate == "ignored", row.note.hasPrefix("declined") { declined.insert(field) }
  }
}
