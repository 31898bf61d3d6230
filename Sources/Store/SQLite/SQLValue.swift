import Base
internal import CSQLite
import Documents

/// A parameter of a statement.
enum SQLValue {
  case null
  case integer(Int64)
  case text(String)
  case bytes([UInt8])

  /// Gives SQLite's result code. SQLite copies the value.
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    switch self {
    case .null: sqlite3_bind_null(statement, index)
    case .integer(let number): sqlite3_bind_int64(statement, index, number)
    case .text(let text):
      sqlite3_bind_text64(
        statement, index, text, UInt64(text.utf8.count), SQLValue.copied, UInt8(SQLITE_UTF8))
    case .bytes(let bytes): sqlite3_bind_blob64(statement, index, bytes, UInt64(bytes.count), SQLValue.copied)
    }
  }

  /// SQLITE_TRANSIENT, a cast of -1 that Swift does not import.
  private static var copied: sqlite3_destructor_type? {
    unsafeBitCast(-1, to: sqlite3_destructor_type?.self)
  }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  init(stringLiteral text: String) { self = .text(text) }
  init(integerLiteral number: Int64) { self = .integer(number) }

  static func optional(_ number: Int?) -> SQLValue { number.map { .integer(Int64($0)) } ?? .null }
  static func optional(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
  static func optional(_ digest: Digest?) -> SQLValue { digest.map { .bytes($0.bytes) } ?? .null }
  static func number(_ number: Int) -> SQLValue { .integer(Int64(number)) }
  static func flag(_ flag: Bool) -> SQLValue { .integer(flag ? 1 : 0) }
  static func time(_ instant: Timestamp) -> SQLValue { .integer(instant.millisecondsSinceEpoch) }
  static func json(_ value: JSON) -> SQLValue { .text(JSONWriter.string(value)) }
}
