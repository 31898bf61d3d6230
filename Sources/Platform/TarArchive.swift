/// Reads tar archives (POSIX.1-1988 and 2001, and GNU's long names) from memory. Nothing is written anywhere, so that no
/// name in one leads out of anything; names that would are refused all the same.
public enum TarArchive {
  public struct File: Hashable, Sendable {
    /// Names with `/` between them, without `.` and `..`.
    public let name: String
    public let bytes: [UInt8]
  }

  /// Why an archive is not read.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    case corrupt(String)
    /// An entry that is not taken, and why.
    case refused(name: String, reason: String)
    case tooMany(limit: Int)

    public var description: String {
      switch self {
      case .corrupt(let reason): "not a tar archive: \(reason)"
      case .refused(let name, let reason): "the entry \(name.debugDescription) \(reason)"
      case .tooMany(let limit): "it has more than \(limit) entries"
      }
    }
  }

  private static let blockSize = 512

  /// The regular files of an archive, in its order. Folders are left out; links, devices and the like are refused, as are
  /// names that are absolute, lead upwards or have a backslash.
  /// - Parameter limit: entries; more are refused.
  public static func files(in archive: [UInt8], limit: Int) throws(Failure) -> [File] {
    var files: [File] = []
    var place = 0
    var count = 0
    var longName: String?
    while place + blockSize <= archive.count {
      let header = archive[place..<(place + blockSize)]
      place += blockSize
      // Two empty blocks end an archive; what stands behind them is padding.
      if header.allSatisfy({ $0 == 0 }) { return files }
      count += 1
      if count > limit { throw .tooMany(limit: limit) }
      try checkSum(header)
      guard let size = number(header, 124, 12), size >= 0, size <= archive.count - place else {
        throw .corrupt("an entry is longer than the archive")
      }
      let content = archive[place..<(place + size)]
      place += (size + blockSize - 1) / blockSize * blockSize
      let type = header[header.startIndex + 156]
      switch type {
      case UInt8(ascii: "L"): longName = text(content)
      case UInt8(ascii: "x"): longName = try extendedName(content) ?? longName
      // Of the whole archive: comments, such as the commit in an archive by Git.
      case UInt8(ascii: "g"): continue
      default:
        let name = longName ?? self.name(header)
        longName = nil
        if let file = try entry(name, type, content) { files.append(file) }
      }
    }
    throw .corrupt("it ends too early")
  }

  private static func entry(
    _ name: String, _ type: UInt8, _ content: ArraySlice<UInt8>
  ) throws(Failure) -> File? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: true).filter { $0 != "." }
    if name.hasPrefix("/") { throw .refused(name: name, reason: "has an absolute name") }
    if name.contains("\\") { throw .refused(name: name, reason: "has a backslash in its name") }
    if parts.contains("..") { throw .refused(name: name, reason: "leads out of the archive") }
    switch type {
    case UInt8(ascii: "5"): return nil
    case 0, UInt8(ascii: "0"), UInt8(ascii: "7"):
      // Before types were invented a slash at the end made a folder.
      if name.hasSuffix("/") || parts.isEmpty { return nil }
      return File(name: parts.joined(separator: "/"), bytes: Array(content))
    case UInt8(ascii: "1"), UInt8(ascii: "2"): throw .refused(name: name, reason: "is a link")
    case UInt8(ascii: "3"), UInt8(ascii: "4"), UInt8(ascii: "6"):
      throw .refused(name: name, reason: "is a device or a pipe")
    default: throw .refused(name: name, reason: "is of a type that is not known")
    }
  }

  /// The sum over the header with blanks in place of the sum itself.
  private static func checkSum(_ header: ArraySlice<UInt8>) throws(Failure) {
    let first = header.startIndex
    let sum = header.indices.reduce(0) { sum, index in
      sum + ((148..<156).contains(index - first) ? 0x20 : Int(header[index]))
    }
    guard number(header, 148, 8) == sum else { throw .corrupt("a check sum is wrong") }
  }

  private static func name(_ header: ArraySlice<UInt8>) -> String {
    let name = text(field(header, 0, 100))
    let isPOSIX = text(field(header, 257, 5)) == "ustar"
    let prefix = isPOSIX && header[header.startIndex + 262] == 0 ? text(field(header, 345, 155)) : ""
    return prefix.isEmpty ? name : prefix + "/" + name
  }

  /// The value of `path` in the records `LENGTH KEY=VALUE`, each with a line end.
  private static func extendedName(_ content: ArraySlice<UInt8>) throws(Failure) -> String? {
    var rest = content
    var found: String?
    while !rest.isEmpty {
      guard let blank = rest.firstIndex(of: 0x20), let length = Int(text(rest[..<blank])), length > 0,
        length <= rest.count, rest.startIndex + length > blank + 1
      else { throw .corrupt("an extended header is broken") }
      let record = rest[(blank + 1)..<(rest.startIndex + length - 1)]
      if record.starts(with: "path=".utf8) { found = text(record.dropFirst(5)) }
      rest = rest.dropFirst(length)
    }
    return found
  }

  private static func field(_ header: ArraySlice<UInt8>, _ offset: Int, _ length: Int) -> ArraySlice<UInt8> {
    header[(header.startIndex + offset)..<(header.startIndex + offset + length)]
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Octal digits between blanks and zeros; nil for anything else, such as GNU's binary numbers of huge files.
  private static func number(_ header: ArraySlice<UInt8>, _ offset: Int, _ length: Int) -> Int? {
    let digits = field(header, offset, length).filter { $0 != 0 && $0 != 0x20 }
    return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
  }
}
