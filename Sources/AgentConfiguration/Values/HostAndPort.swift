/// `host:port` as Go's net.SplitHostPort takes it apart, with a number for the port.
enum HostAndPort {
  static func isValid(_ text: String) -> Bool {
    guard let colon = text.lastIndex(of: ":") else { return false }
    let host = text[..<colon]
    let port = text[text.index(after: colon)...]
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    guard isBracketed || !host.contains(":") && !host.contains("[") && !host.contains("]") else {
      return false
    }
    return !port.isEmpty && port.utf8.allSatisfy(LabelName.isDigit) && (UInt16(port) != nil)
  }
}
