import Base
internal import CSQLite
import Documents

/// The current row of a statement; good until the next step.
struct SQLRow {
  let statement: OpaquePointer
  let path: String

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  func number(_ column: Int32) -> Int { Int(integer(column)) }

  func optionalNumber(_ column: Int32) -> Int? { isNull(column) ? nil : number(column) }

  func flag(_ column: Int32) -> Bool { integer(column) != 0 }

  func time(_ column: Int32) -> Timestamp { Timestamp(millisecondsSinceEpoch: integer(column)) }

  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(statement, column) else { return "" }
    return String(
      decoding: UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))),
      as: UTF8.self)
  }

  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(statement, column) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
  }

  func digest(_ column: Int32) throws(StoreError) -> Digest {
    guard let digest = Digest(bytes: bytes(column)) else { throw unreadable(column) }
    return digest
  }

  func optionalDigest(_ column: Int32) throws(StoreError) -> Digest? {
    isNull(column) ? nil : try digest(column)
  }

  func json(_ column: Int32) throws(StoreError) -> JSON {
    do throws(JSONSyntaxError) {
      return try JSONParser.parse(text(column), options: .lenient)
    } catch {
      throw unreadable(column)
    }
  }

  /// A name that stands for a case of an enumeration.
  func word<Word: RawRepresentable<String>>(_ column: Int32, as _: Word.Type) throws(StoreError) -> Word {
    guard let word = Word(rawValue: text(column)) else { throw unreadable(column) }
    return word
  }

  func reference(from column: Int32) -> ObjectReference {
    ObjectReference(kind: text(column), namespace: text(column + 1), name: text(column + 2))
  }

  private func unreadable(_ column: Int32) -> StoreError {
    let name = sqlite3_column_name(statement, column).map { String(cString: $0) } ?? "a column"
    return .unreadable(path: path, column: name)
  }
}
