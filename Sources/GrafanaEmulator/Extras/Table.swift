/// A row with a number of its own.
protocol NumberedRow: Sendable {
  var id: Int { get }
}

/// Rows that are numbered in the order of their making, as a database does; no number is given twice.
struct Table<Row: NumberedRow>: Sendable {
  /// Oldest first.
  private(set) var rows: [Row] = []
  private var lastNumber = 0

  /// Keeps what is made with the next number.
  @discardableResult
  mutating func insert(_ make: (Int) -> Row) -> Row {
    lastNumber += 1
    let row = make(lastNumber)
    rows.append(row)
    return row
  }

  /// Nil where there is no such row; setting nil removes it.
  subscript(id: Int) -> Row? {
    get { place(of: id).map { rows[$0] } }
    set {
      guard let place = place(of: id) else { return }
      if let newValue {
        rows[place] = newValue
      } else {
        rows.remove(at: place)
      }
    }
  }

  mutating func removeAll(where isDoomed: (Row) -> Bool) {
    if !rows.isEmpty { rows.removeAll(where: isDoomed) }
  }

  /// Numbers only grow.
  private func place(of id: Int) -> Int? {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low].id == id ? low : nil
  }
}
