import Base

/// The paths of files that Grafana Agent Operator mounts for an Integration, as they stand in the texts of its settings.
enum MountedPaths {
  /// The text with each path replaced, where there is another one for it. A path ends where no path goes on, so that one that
  /// begins with another is not cut.
  static func replacing(_ text: String, with other: (String) -> String?) -> String {
    let ranges = ranges(in: text)
    if ranges.isEmpty { return text }
    var result = ""
    var end = text.startIndex
    for range in ranges {
      result += text[end..<range.lowerBound]
      let path = String(text[range])
      result += other(path) ?? path
      end = range.upperBound
    }
    return result + text[end...]
  }

  /// Those in a text, without a full stop or the like that ends a sentence.
  static func all(in text: String) -> [String] { ranges(in: text).map { String(text[$0]) } }

  private static func ranges(in text: String) -> [Range<String.Index>] {
    let prefix = Rendering.mountPath + "/"
    var ranges: [Range<String.Index>] = []
    var rest = text[...]
    while let start = rest.utf8.firstRange(of: prefix.utf8)?.lowerBound {
      var end = rest[start...].utf8.firstIndex { !isPartOfPath($0) } ?? rest.endIndex
      while end > start, rest.utf8[rest.utf8.index(before: end)] == UInt8(ascii: ".") {
        end = rest.utf8.index(before: end)
      }
      ranges.append(start..<end)
      rest = rest[end...]
    }
    return ranges
  }

  /// Letters, digits and the few signs that names of Kubernetes objects and their keys have.
  private static func isPartOfPath(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
