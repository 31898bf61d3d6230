import Base

/// Finds what stands behind the first document of a file without reading it.
enum FurtherDocument {
  /// The place of the line that ends the first document where something follows it.
  /// - Parameter start: where the first document's content begins.
  static func position(in bytes: [UInt8], after start: Position) -> Position? {
    var line = 0
    var end: Position?
    for text in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      guard line > start.line else { continue }
      if isMarker(text, "---") { return end ?? Position(line: line, column: 1) }
      if let end {
        let content = text.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
        if let content, content != UInt8(ascii: "#") { return end }
      } else if isMarker(text, "...") {
        end = Position(line: line, column: 1)
      }
    }
    return nil
  }

  /// Such a line ends a document wherever it stands, in a block text too.
  private static func isMarker(_ line: ArraySlice<UInt8>, _ marker: String) -> Bool {
    guard line.starts(with: marker.utf8) else { return false }
    guard let next = line.dropFirst(3).first else { return true }
    return next == 0x20 || next == 0x09 || next == 0x0D
  }
}
