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
    public var depthLimit: Int

    /// For text that people wrote: duplicate names and broken text are errors.
    public static let manifest = Options(duplicateKeys: .refuse, replacesInvalidText: false, depthLimit: 512)
    /// For bodies that servers sent: taken as leniently as RFC 8259 allows.
    public static let lenient = Options(duplicateKeys: .lastWins, replacesInvalidText: true, depthLimit: 512)
  }

  /// Reads one document; anything but white space behind it is an error. A byte order mark at the beginning is passed over.
  public static func parse(_ bytes: [UInt8], options: Options = .manifest) throws(JSONSyntaxError) -> JSON {
    let result = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(JSONSyntaxError) -> JSON in
        var scanner = JSONScanner(buffer, options: options)
        return try scanner.document()
      }
    }
    return try result.get()
  }

  /// Reads one document from a string.
  public static func parse(_ text: String, options: Options = .manifest) throws(JSONSyntaxError) -> JSON {
    try parse(Array(text.utf8), options: options)
  }
}
