import TestSupport

/// The tables of one page of docs/ that say what becomes of fields.
struct DocumentedTables {
  struct Row {
    /// Usually one; several where the same is true of all.
    let fields: [String]
    let fate: String
    let note: String
    /// What the note links to on the same page, as headings: a table of a part, or a section.
    let links: [String]
  }

  /// By the heading over the table.
  private(set) var rows: [String: [Row]] = [:]
  /// Links of the page to headings that it does not have.
  private(set) var brokenLinks: [String] = []

  /// - Parameter page: its path in the project.
  init(_ page: String) throws {
    let text = String(decoding: try SharedData.projectFile(page), as: UTF8.self)
    let lines = text.split(separator: "\n")
    var headings: [String: String] = [:]
    for line in lines where line.hasPrefix("#") {
      headings[Self.anchor(Self.heading(line))] = Self.heading(line)
    }
    var heading = ""
    for line in lines {
      if line.hasPrefix("#") { heading = Self.heading(line) }
      let anchors = Self.anchors(in: line)
      brokenLinks += anchors.filter { headings[$0] == nil }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { Self.trimmed($0) }
      guard cells.count >= 4, cells[1].hasPrefix("`"), cells[1].hasSuffix("`"),
        ["honoured", "refused", "ignored"].contains(cells[2])
      else { continue }
      let fields = cells[1].split(separator: ",").map { Self.trimmed($0).filter { $0 != "`" } }
      rows[heading, default: []].append(
        Row(fields: fields, fate: cells[2], note: cells[3], links: anchors.compactMap { headings[$0] }))
    }
  }

  private static func heading(_ line: Substring) -> String { String(line.drop { $0 == "#" || $0 == " " }) }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// What a link to a heading names, as GitHub has it.
  private static func anchor(_ heading: String) -> String {
    String(
      heading.lowercased().compactMap { character in
        if character == " " { return "-" }
        return character.isLetter || character.isNumber || "-_".contains(character) ? character : nil
      })
  }

  /// Those of `[text](#anchor)`.
  private static func anchors(in line: Substring) -> [String] {
    var anchors: [String] = []
    var rest = line
    while let start = rest.firstRange(of: "](#") {
      rest = rest[start.upperBound...]
      anchors.append(String(rest.prefix { $0 != ")" }))
    }
    return anchors
  }
}
