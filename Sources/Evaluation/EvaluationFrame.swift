/// What the two processes say to each other: a word and texts, each text with its length before it.
public struct EvaluationFrame: Equatable {
  public enum Word: UInt8 {
    /// To the child: the limits, and what the language needs.
    case evaluate = 1
    /// From the child: folder and path of an import.
    case wants
    /// To the child: name and bytes.
    case file
    /// To the child: the reason.
    case missing
    /// From the child: the JSON.
    case result
    /// From the child: the interpreter's words, and what the language tells beside.
    case refused
  }

  public let word: Word
  public let texts: [[UInt8]]

  public init(_ word: Word, _ texts: [[UInt8]]) {
    self.word = word
    self.texts = texts
  }

  /// The word, the number of bytes that follow, and the texts.
  var bytes: [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(texts.reduce(0) { $0 + $1.count + 4 })
    for text in texts {
      body += Self.bytes(of: text.count)
      body += text
    }
    return [word.rawValue] + Self.bytes(of: body.count) + body
  }

  /// Bytes of word and length.
  static let headerSize = 5

  /// The word and the length of what follows; nil for bytes that are none.
  static func header(_ bytes: [UInt8]) -> (word: Word, length: Int)? {
    guard bytes.count == headerSize, let word = Word(rawValue: bytes[0]) else { return nil }
    return (word, number(bytes[1...]))
  }

  /// Nil where lengths and bytes do not agree.
  init?(_ word: Word, body: [UInt8]) {
    var texts: [[UInt8]] = []
    var rest = body[...]
    while !rest.isEmpty {
      guard rest.count >= 4 else { return nil }
      let length = Self.number(rest.prefix(4))
      rest = rest.dropFirst(4)
      guard rest.count >= length else { return nil }
      texts.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    self.init(word, texts)
  }

  private static func bytes(of number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  /// A task with what it may take.
  public static func task(_ limits: EvaluationLimits, _ texts: [[UInt8]]) -> EvaluationFrame {
    let head = [String(limits.memory), String(limits.processorSeconds)].map { Array($0.utf8) }
    return EvaluationFrame(.evaluate, head + texts)
  }
}
