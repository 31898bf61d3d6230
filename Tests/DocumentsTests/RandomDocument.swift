import Documents

/// The same numbers in every run (xorshift), so that a failure can be looked at again.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

/// Values and texts made of the pieces that parsers and writers stumble over.
enum RandomDocument {
  private static let pieces = [
    "a", "b", "yes", "no", "~", "null", "0", "7", "1e3", "0x", "_", ".", "-", "- ", ": ", ":", " #", "#", " ",
    "  ", "\n", "\n\n",
    "\t", "\r", "'", "\"", "\\", "|", ">", "&", "*", "!", "%", "@", "`", "{", "}", "[", "]", ",", "?", "? ",
    "=", "<<", "---", "...",
    "é", "\u{E9}\u{301}", "😀", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{0}", "\u{1B}", "\u{7F}", "\u{A0}",
    "\u{FFFD}", "\u{FFFF}", "inf",
    "2001-01-01", "12:30", "\u{E000}",
  ]

  static func text(_ random: inout SeededRandom) -> String {
    (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
      .joined()
  }

  static func json(_ random: inout SeededRandom, depth: Int) -> JSON {
    switch Int.random(in: 0...(depth > 0 ? 11 : 7), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .number(JSONNumber(Int(truncatingIfNeeded: random.next())))
    case 3: return .number(JSONNumber(Double.random(in: -1e9...1e9, using: &random)) ?? JSONNumber(0))
    case 4...7: return .string(text(&random))
    case 8, 9:
      return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in json(&random, depth: depth - 1) })
    default:
      return .object(
        JSONObject(
          (0..<Int.random(in: 0...4, using: &random)).map { _ in
            (text(&random), json(&random, depth: depth - 1))
          }))
    }
  }
}
