internal import Base

/// Reads JSON text (RFC 8259) byte by byte.
public struct JSONParser {
  /// What to do where RFC 8259 leaves it open.
  public struct Options: Sendable {
    /// What a member name that stands twice means.
    public enum DuplicateKeys: Sendable {
      case refuse
      case lastWins
    }

    public var duplicateKeys: DuplicateKeys
    /// Bytes that are not UTF-8 and lone surrogates become U+FFFD, as Go's decoder does; otherwise they are errors.
    public var replacesInvalidText: Bool
    /// How many lists and objects may stand inside each other.
    public var depthLimit: Int = 512
    public var byteLimit: Int = 64 << 20
    /// How many values the text may have, lists and objects included. A value takes up to 20 times the memory of
    /// its text.
    public var valueLimit: Int = 2_000_000

    /// For text that people wrote: duplicate names and broken text are errors.
    public static let manifest = Options(duplicateKeys: .refuse, replacesInvalidText: false)
    /// For bodies that servers sent: taken as leniently as RFC 8259 allows.
    public static let lenient = Options(duplicateKeys: .lastWins, replacesInvalidText: true)
  }

  /// Reads one document; anything but white space behind it is an error. A byte order mark at the beginning is
  /// passed over.
  public static func parse(_ bytes: [UInt8], options: Options = .manifest) throws(JSONSyntaxError) -> JSON {
    try bytes.withUnsafeBufferPointer { parse($0, options: options) }.get()
  }

  /// Reads one document from a string.
  public static func parse(_ text: String, options: Options = .manifest) throws(JSONSyntaxError) -> JSON {
    var text = text
    return try text.withUTF8 { parse($0, options: options) }.get()
  }

  private static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, options: Options
  ) -> Result<JSON, JSONSyntaxError> {
    Result { () throws(JSONSyntaxError) -> JSON in
      var scanner = JSONScanner(bytes, options: options)
      return try scanner.document()
    }
  }
}
