/// Writes tar archives for tests, wrong ones included.
public enum TarFixture {
  public struct Entry: Sendable {
    let name: String
    let content: [UInt8]
    let type: UInt8
    let prefix: String

    /// - Parameters:
    ///   - type: `0` for a file, `5` for a folder, `1` and `2` for links.
    ///   - prefix: goes before the name, in a field of its own.
    public init(_ name: String, _ content: String = "", type: Character = "0", prefix: String = "") {
      self.name = name
      self.content = Array(content.utf8)
      self.type = type.asciiValue ?? 0
      self.prefix = prefix
    }
  }

  public static func archive(_ entries: [Entry]) -> [UInt8] {
    entries.flatMap { block($0) } + [UInt8](repeating: 0, count: 1024)
  }

  private static func block(_ entry: Entry) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, _ offset: Int) {
      for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
    }
    put(String(entry.name.prefix(100)), 0)
    put("0000644", 100)
    put(octal(entry.content.count, 11), 124)
    put("        ", 148)
    header[156] = entry.type
    put("ustar", 257)
    put("00", 263)
    put(entry.prefix, 345)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\0 ", 148)
    let padding = (512 - entry.content.count % 512) % 512
    return header + entry.content + [UInt8](repeating: 0, count: padding)
  }

  private static func octal(_ number: Int, _ length: Int) -> String {
    let digits = String(number, radix: 8)
    return String(repeating: "0", count: max(0, length - digits.count)) + digits
  }
}
