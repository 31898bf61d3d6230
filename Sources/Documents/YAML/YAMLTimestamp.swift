/// The dates and times that go-yaml v2 knows (resolve.go, allowedTimestampFormats). They stay strings in JSON; what
/// looks like one is quoted when written, because other readers make another type of it.
enum YAMLTimestamp {
  /// `2006-1-2`, alone or followed by `T15:4:5.999Z07:00` or ` 15:4:5.999`.
  static func matches(_ text: String) -> Bool {
    var rest = text.utf8[...]
    guard digits(&rest, 4...4) != nil, take("-", &rest), let month = digits(&rest, 1...2), take("-", &rest),
      let day = digits(&rest, 1...2), (1...12).contains(month), (1...31).contains(day)
    else { return false }
    if rest.isEmpty { return true }
    let hasZone = !take(" ", &rest)
    if hasZone, !take("T", &rest), !take("t", &rest) { return false }
    guard let hour = digits(&rest, 1...2), take(":", &rest), let minute = digits(&rest, 1...2),
      take(":", &rest),
      let second = digits(&rest, 1...2), hour < 24, minute < 60, second < 60
    else { return false }
    if take(".", &rest), digits(&rest, 1...9) == nil { return false }
    guard hasZone else { return rest.isEmpty }
    if take("Z", &rest) { return rest.isEmpty }
    guard take("+", &rest) || take("-", &rest), digits(&rest, 2...2) != nil, take(":", &rest),
      digits(&rest, 2...2) != nil
    else { return false }
    return rest.isEmpty
  }

  private static func take(_ character: Unicode.Scalar, _ rest: inout Substring.UTF8View) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private static func digits(_ rest: inout Substring.UTF8View, _ count: ClosedRange<Int>) -> Int? {
    let run = rest.prefix(count.upperBound).prefix { $0 >= 0x30 && $0 <= 0x39 }
    guard count.contains(run.count) else { return nil }
    rest = rest.dropFirst(run.count)
    return Int(Substring(run))
  }
}
