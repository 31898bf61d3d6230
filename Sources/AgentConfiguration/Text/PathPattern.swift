/// Patterns as the copy of Go's `path.Match` in drone/envsubst reads them: `*` and `?` pass a slash, as a real agent shows
/// (data agent-verdicts, env-percent). Without character classes, which match nothing here.
struct PathPattern {
  private let pattern: [UInt8]

  init(_ pattern: [UInt8]) {
    self.pattern = pattern
  }

  func matches(_ text: ArraySlice<UInt8>) -> Bool {
    var place = 0
    var index = text.startIndex
    var star: (place: Int, index: Int)?
    while index < text.endIndex {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        star = (place, index)
        place += 1
      } else if place < pattern.count,
        pattern[place] == text[index] || pattern[place] == UInt8(ascii: "?")
      {
        place += 1
        index += 1
      } else if let last = star {
        star = (last.place, last.index + 1)
        place = last.place + 1
        index = last.index + 1
      } else {
        return false
      }
    }
    return pattern[min(place, pattern.count)...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
