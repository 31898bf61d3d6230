/// Lines whose parts stand under each other.
enum Columns {
  /// Fills up every cell but a line's last one to the widest of its column.
  ///
  /// - Parameter limits: columns wider than this do not push the others away; their long cells stick out.
  static func align(_ rows: [[String]], gap: Int = 2, limits: [Int: Int] = [:]) -> [String] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() where column < row.count - 1 {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], min(DisplayWidth.of(cell), limits[column] ?? .max))
      }
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += column == row.count - 1 ? cell : DisplayWidth.pad(cell, to: widths[column] + gap)
        if column < row.count - 1, DisplayWidth.of(cell) > widths[column] + gap - 1 { line += "  " }
      }
      return line
    }
  }
}
