/// URLs as Go's net/url reads them (url.go, parse), as far as it refuses some.
struct GoURL: Sendable {
  let scheme: String
  /// With the port, without user and password.
  let host: String
  let path: String

  /// The host without the port and without brackets.
  var hostname: String {
    if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
      return String(host[host.index(after: host.startIndex)..<end])
    }
    return String(host.prefix { $0 != ":" })
  }

  /// Why a text is no URL, for a message; nil where it is one.
  static func problem(in text: String) -> String? {
    switch read(text) {
    case .success: nil
    case .failure(let failure): failure.problem
    }
  }

  static func parse(_ text: String) -> GoURL? { try? read(text).get() }

  struct Failure: Error {
    let problem: String
  }

  private static func read(_ text: String) -> Result<GoURL, Failure> {
    func fail(_ problem: String) -> Result<GoURL, Failure> { .failure(Failure(problem: problem)) }
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return fail("it has control characters") }
    var rest = text.prefix { $0 != "#" }[...]
    if let fragment = text.firstIndex(of: "#"), !hasGoodEscapes(text[fragment...]) {
      return fail("it has a % that begins no escape")
    }
    guard let (scheme, behind) = takeScheme(rest) else { return fail("it has a colon but no scheme") }
    rest = behind
    if let query = rest.firstIndex(of: "?") { rest = rest[..<query] }
    if !rest.hasPrefix("/") {
      if !scheme.isEmpty { return .success(GoURL(scheme: scheme, host: "", path: "")) }
      if rest.prefix(while: { $0 != "/" }).contains(":") {
        return fail("it has a colon before the first slash")
      }
    }
    var host = ""
    if rest.hasPrefix("//"), !rest.hasPrefix("///") || !scheme.isEmpty {
      rest = rest.dropFirst(2)
      let authority = rest.prefix { $0 != "/" }
      rest = rest.dropFirst(authority.count)
      if let problem = authorityProblem(authority) { return fail(problem) }
      host = String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
    }
    guard hasGoodEscapes(rest) else { return fail("it has a % that begins no escape") }
    return .success(GoURL(scheme: scheme, host: host, path: String(rest)))
  }

  /// The scheme in small letters, empty where there is none, and what follows; nil for a colon without a scheme.
  private static func takeScheme(_ text: Substring) -> (String, Substring)? {
    for (index, character) in zip(text.indices, text) {
      switch character {
      case "a"..."z", "A"..."Z": continue
      case "0"..."9", "+", "-", ".":
        if index == text.startIndex { return ("", text) }
      case ":":
        if index == text.startIndex { return nil }
        return (text[..<index].lowercased(), text[text.index(after: index)...])
      default: return ("", text)
      }
    }
    return ("", text)
  }

  private static func authorityProblem(_ authority: Substring) -> String? {
    let parts = authority.split(separator: "@", omittingEmptySubsequences: false)
    let host = parts.last ?? ""
    if parts.count > 1 {
      let user = parts.dropLast().joined(separator: "@")
      let allowed = "-._:~!$&'()*+,;=%@"
      guard user.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) || allowed.contains($0) }) else {
        return "user and password have characters that must be escaped"
      }
      guard hasGoodEscapes(user[...]) else { return "it has a % that begins no escape" }
    }
    var port = Substring()
    if host.hasPrefix("[") {
      guard let end = host.lastIndex(of: "]") else { return "no ] closes its address" }
      port = host[host.index(after: end)...]
    } else if let colon = host.lastIndex(of: ":") {
      port = host[colon...]
    }
    guard port.isEmpty || port.hasPrefix(":") && port.dropFirst().allSatisfy({ "0"..."9" ~= $0 }) else {
      return "its port is no number"
    }
    let refused = " <>\"\\^`{|}"
    if host.contains(where: { refused.contains($0) }) { return "its host has a character that no host has" }
    // Escapes in hosts may only say bytes beyond ASCII.
    for (index, character) in zip(host.indices, host) where character == "%" {
      let digits = host[host.index(after: index)...].prefix(2)
      guard digits.count == 2, let value = UInt8(digits, radix: 16), value >= 0x80 || host.hasPrefix("[")
      else {
        return "its host has a % that begins no escape"
      }
    }
    return nil
  }

  private static func hasGoodEscapes(_ text: Substring) -> Bool {
    var rest = text.utf8
    while let percent = rest.firstIndex(of: UInt8(ascii: "%")) {
      let digits = rest[rest.index(after: percent)...].prefix(2)
      guard digits.count == 2,
        digits.allSatisfy({ LabelName.isDigit($0) || (0x61...0x66).contains($0 | 0x20) })
      else { return false }
      rest = rest[rest.index(percent, offsetBy: 3)...]
    }
    return true
  }
}
