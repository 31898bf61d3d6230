internal import Base

/// A repository address taken apart, before anything is decided about it.
struct GitURLParts {
  var scheme = GitURL.Scheme.ssh
  var user: String?
  var password: String?
  var host = ""
  var port: Int?
  var path = ""
  /// Why the address cannot be used although its form is right.
  var flaw: String?
  private var isShortForm = false

  /// Nil where the text has none of the known forms.
  init?(_ text: String) {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
    if let separator = text.firstRange(of: "://") {
      guard let scheme = GitURL.Scheme(rawValue: text[..<separator.lowerBound].lowercased()) else {
        return nil
      }
      self.scheme = scheme
      let rest = text[separator.upperBound...]
      let slash = rest.firstIndex(of: "/") ?? rest.endIndex
      takeAuthority(String(rest[..<slash]))
      path = String(rest[slash...])
    } else {
      guard let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/") else { return nil }
      isShortForm = true
      takeUser(String(text[..<colon]))
      path = String(text[text.index(after: colon)...])
    }
    check()
  }

  /// Puts the user of an ssh address back where it was.
  func withUser(_ shown: String) -> String {
    guard let user else { return shown }
    if isShortForm { return "\(user)@\(shown)" }
    let start = shown.firstRange(of: "://")?.upperBound ?? shown.startIndex
    return "\(shown[..<start])\(user)@\(shown[start...])"
  }

  private mutating func takeUser(_ authority: String) {
    guard let at = authority.lastIndex(of: "@") else {
      host = authority
      return
    }
    let before = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    user = String(before[0])
    password = before.count > 1 ? String(before[1]) : nil
    host = String(authority[authority.index(after: at)...])
  }

  private mutating func takeAuthority(_ authority: String) {
    takeUser(authority)
    let hostEnd =
      host.hasPrefix("[") ? host.firstIndex(of: "]").map { host.index(after: $0) } : host.firstIndex(of: ":")
    guard let hostEnd, hostEnd < host.endIndex else { return }
    let digits = host[hostEnd...].dropFirst()
    host = String(host[..<hostEnd])
    port = Int(digits)
    if port == nil || !(1...65535).contains(port ?? 0) {
      flaw = "the port \(digits) is not a number up to 65535"
    }
  }

  private mutating func check() {
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    if path.contains("?") || path.contains("#") {
      flaw = "a repository address has no ? or # part"
    } else if scheme == .file {
      if host == "localhost" { host = "" }
      if !host.isEmpty { flaw = "a file address has three slashes: file:///\(host)\(path)" }
    } else if host.isEmpty {
      flaw = "the host is missing"
    } else if host.hasPrefix("-") || !host.utf8.allSatisfy(Self.isHostByte) {
      flaw = "\(host) is not a host name"
    } else if let user, user.isEmpty || user.hasPrefix("-") {
      flaw = "the user before @ is not a user name"
    }
    if scheme == .file || (scheme == .ssh && !isShortForm) {
      guard let decoded = Self.decode(path) else {
        flaw = flaw ?? "the path has a broken percent escape"
        return
      }
      path = decoded
    }
    let isBare = path.allSatisfy { $0 == "/" }
    if isBare || path.utf8.contains(0) { flaw = flaw ?? "the path of the repository is missing" }
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5F: true
    default: byte >= 0x80
    }
  }

  /// Replaces `%20` and its like.
  private static func decode(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == 0x25 else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard let decoded = Hexadecimal.decode(digits), let value = decoded.first else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
