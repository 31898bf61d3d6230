internal import Base

/// Reads streams of YAML documents as Kubernetes reads them: libyaml's grammar, scalars by the rules of go-yaml v2
/// in the form in which sigs.k8s.io/yaml turns them into JSON, merge keys, and no key twice.
public enum YAMLParser {
  /// How much is taken, so that no text can cost more than it is worth.
  public struct Limits: Sendable {
    public var bytes: Int
    /// Keys, scalars, sequences and mappings of all documents, those that aliases repeat included.
    public var nodes: Int
    /// How many sequences and mappings may stand inside each other, those that aliases repeat included.
    public var depth: Int

    public init(bytes: Int, nodes: Int, depth: Int) {
      self.bytes = bytes
      self.nodes = nodes
      self.depth = depth
    }

    /// For files of a repository.
    public static let standard = Limits(bytes: 32 << 20, nodes: 1_000_000, depth: 512)
  }

  /// The documents of a stream. Documents in which nothing is written are left out, as Kubernetes does.
  /// - Throws: the first thing that is wrong anywhere in the stream.
  public static func documents(
    in bytes: [UInt8], limits: Limits = .standard
  ) throws(YAMLSyntaxError) -> [YAMLDocument] {
    try allDocuments(in: bytes, limits: limits).filter { !$0.isEmpty }
  }

  /// The documents of a stream in a string.
  public static func documents(
    in text: String, limits: Limits = .standard
  ) throws(YAMLSyntaxError) -> [YAMLDocument] {
    try documents(in: Array(text.utf8), limits: limits)
  }

  /// The documents of a stream, with those in which nothing is written.
  public static func allDocuments(
    in bytes: [UInt8], limits: Limits = .standard
  ) throws(YAMLSyntaxError) -> [YAMLDocument] {
    try read(bytes, limits: limits, isFirstEnough: false)
  }

  /// The first document alone, for readers that never look at what follows: nothing behind it is judged. Infinity and
  /// NaN may stand in it (`YAMLScalar.isNotFinite`), since nobody makes JSON of it.
  /// - Returns: nil where there is none, not even `---`.
  public static func firstDocument(
    in bytes: [UInt8], limits: Limits = .standard
  ) throws(YAMLSyntaxError) -> YAMLDocument? {
    try read(bytes, limits: limits, isFirstEnough: true).first
  }

  private static func read(
    _ bytes: [UInt8], limits: Limits, isFirstEnough: Bool
  ) throws(YAMLSyntaxError) -> [YAMLDocument] {
    guard bytes.count <= limits.bytes else {
      throw YAMLSyntaxError("the text is longer than \(limits.bytes) bytes", at: .start)
    }
    let hasUTF16Mark = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    guard !hasUTF16Mark else { throw YAMLSyntaxError("the text is UTF-16, UTF-8 is needed", at: .start) }
    let bytes = endsInSpaces(bytes) ? bytes + [0x0A] : bytes
    let markLength = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let result = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(YAMLSyntaxError) -> [YAMLDocument] in
        let text = UnsafeBufferPointer(rebasing: buffer[markLength...])
        return try YAMLEventReader(text).documents(limits: limits, isFirstEnough: isFirstEnough)
      }
    }
    return try result.get()
  }

  /// Whether the last line is only spaces and not ended. libyaml 0.2.5 loses such a line of a block text unless a
  /// line break follows; go-yaml keeps it.
  private static func endsInSpaces(_ bytes: [UInt8]) -> Bool {
    guard bytes.last == 0x20, let last = bytes.lastIndex(where: { $0 != 0x20 }) else { return false }
    return bytes[last] == 0x0A
  }
}
