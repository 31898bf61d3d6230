public import Base

/// Walks JSON text to a path without making values of what it passes.
struct JSONPlaceFinder {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The offset of the member's name or of the element; nil where the text has none or is broken on the way.
  mutating func offset(of pointer: JSONPointer) -> Int? {
    skipSpace()
    var found = place
    for token in pointer.tokens {
      guard place < bytes.count else { return nil }
      switch bytes[place] {
      case UInt8(ascii: "{"):
        guard let name = enterMember(token) else { return nil }
        found = name
      case UInt8(ascii: "["):
        guard let index = JSONPointer.index(token), enterElement(index) else { return nil }
        found = place
      default: return nil
      }
    }
    return found
  }

  /// Moves to a member's value.
  /// - Returns: the offset of its name.
  private mutating func enterMember(_ token: String) -> Int? {
    place += 1
    skipSpace()
    while place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
      let start = place
      skipString()
      let isWanted = isName(start..<place, token)
      skipSpace()
      guard place < bytes.count, bytes[place] == UInt8(ascii: ":") else { return nil }
      place += 1
      skipSpace()
      if isWanted { return start }
      guard skipToNext() else { return nil }
    }
    return nil
  }

  private mutating func enterElement(_ index: Int) -> Bool {
    place += 1
    skipSpace()
    guard place < bytes.count, bytes[place] != UInt8(ascii: "]") else { return false }
    for _ in 0..<index {
      guard skipToNext() else { return false }
    }
    return true
  }

  /// Passes a value and the comma behind it; false where it was the last one.
  private mutating func skipToNext() -> Bool {
    var depth = 0
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        skipString()
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth < 0 { return false }
      case UInt8(ascii: ",") where depth == 0:
        place += 1
        skipSpace()
        return true
      default: break
      }
      place += 1
    }
    return false
  }

  private mutating func skipString() {
    place += 1
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    place = min(place + 1, bytes.count)
  }

  private func isName(_ quoted: Range<Int>, _ token: String) -> Bool {
    guard quoted.count >= 2 else { return false }
    let inner = bytes[quoted.lowerBound + 1..<quoted.upperBound - 1]
    if !inner.contains(UInt8(ascii: "\\")) { return inner.elementsEqual(token.utf8) }
    do throws(JSONSyntaxError) {
      return try JSONParser.parse(Array(bytes[quoted]), options: .lenient).stringValue?.hasSameBytes(
        as: token) ?? false
    } catch {
      return false
    }
  }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
  }
}

extension JSONParser {
  /// Where a path leads in a JSON text that was parsed before: to the name of a member, or to an element. Where a
  /// name stands twice, to the first. Nil where the path leads out of the text.
  public static func position(of pointer: JSONPointer, in bytes: [UInt8]) -> Position? {
    bytes.withUnsafeBufferPointer { buffer in
      var finder = JSONPlaceFinder(buffer)
      return finder.offset(of: pointer).map { offset in
        let lineStart = buffer[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return Position(line: buffer[..<offset].count { $0 == 0x0A } + 1, column: offset - lineStart + 1)
      }
    }
  }
}
