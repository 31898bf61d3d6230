import Base
import Synchronization

/// Takes secrets out of texts that leave the process. Servers quote what they were sent in their error messages, so a
/// type that hides its value is not enough there.
///
/// Values shorter than four bytes are left: they stand in every text.
public final class Scrubber: Sendable {
  private struct State {
    /// Every spelling, with the turn in which it was last heard of.
    var spellings: [[UInt8]: UInt64] = [:]
    var turn: UInt64 = 0
    /// By their first byte, the longest first; nil after a change.
    var table: [UInt8: [[UInt8]]]?
  }

  private static let shortest = 4
  /// A value of more lines is no key but a document or a list of certificates: its lines stand in other texts too, and would
  /// push the secrets of others out.
  private static let mostLines = 200
  private static let replacement = Array("(secret)".utf8)

  private let state = Mutex(State())
  private let capacity: Int

  /// - Parameter capacity: of spellings; the one not heard of for longest goes when there are more.
  public init(capacity: Int = 8192) {
    self.capacity = capacity
  }

  /// Makes a value known, in the spellings in which texts may hold it: as it is, escaped for JSON (also as Go's
  /// encoding/json does it, with `\u0026` for `&`), escaped for a URL, without blanks at its ends (credentials are sent so),
  /// and its lines one by one.
  public func add(_ value: SecretValue) {
    let spellings = value.withBytes { Self.spellings(of: $0) }
    guard !spellings.isEmpty else { return }
    state.withLock { state in
      state.turn += 1
      for spelling in spellings {
        if state.spellings.updateValue(state.turn, forKey: spelling) == nil { state.table = nil }
      }
      while state.spellings.count > capacity, let oldest = state.spellings.min(by: { $0.value < $1.value }) {
        state.spellings[oldest.key] = nil
        state.table = nil
      }
    }
  }

  /// The text with `(secret)` in place of every known value.
  public func scrub(_ text: String) -> String {
    let table = state.withLock { state in
      if let table = state.table { return table }
      let table = Dictionary(grouping: state.spellings.keys) { $0[0] }.mapValues { spellings in
        spellings.sorted { $0.count > $1.count }
      }
      state.table = table
      return table
    }
    if table.isEmpty { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var place = 0
    var kept = 0
    while place < bytes.count {
      if let found = table[bytes[place]]?.first(where: { bytes[place...].starts(with: $0) }) {
        result += bytes[kept..<place]
        result += Self.replacement
        place += found.count
        kept = place
      } else {
        place += 1
      }
    }
    return kept == 0 ? text : String(decoding: result + bytes[kept...], as: UTF8.self)
  }

  private static func spellings(of value: [UInt8]) -> Set<[UInt8]> {
    let lines = value.split { $0 == 0x0A || $0 == 0x0D }.map(Array.init)
    var spellings: Set<[UInt8]> = [lines.count == 1 ? lines[0] : value]
    if lines.count > 1, lines.count <= mostLines {
      // The first and last lines of PEM stand in every key.
      spellings.formUnion(lines.filter { $0.count >= 16 && !$0.starts(with: Array("-----".utf8)) })
    }
    for spelling in spellings { spellings.insert(SecretValue(spelling).trimmed.withBytes { $0 }) }
    for spelling in spellings {
      spellings.insert(jsonEscaped(spelling))
      spellings.insert(jsonEscaped(spelling, isForHTML: true))
      spellings.insert(percentEncoded(spelling))
    }
    return spellings.filter { $0.count >= shortest }
  }

  private static func jsonEscaped(_ bytes: [UInt8], isForHTML: Bool = false) -> [UInt8] {
    bytes.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "&") where isForHTML: Array(#"\u0026"#.utf8)
      case UInt8(ascii: "<") where isForHTML: Array(#"\u003c"#.utf8)
      case UInt8(ascii: ">") where isForHTML: Array(#"\u003e"#.utf8)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
      case 0x0A: Array("\\n".utf8)
      case 0x0D: Array("\\r".utf8)
      case 0x09: Array("\\t".utf8)
      default: [byte]
      }
    }
  }

  private static func percentEncoded(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { byte -> [UInt8] in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: [byte]
      default: Array("%".utf8) + Array(Hexadecimal.encode([byte]).uppercased().utf8)
      }
    }
  }
}
