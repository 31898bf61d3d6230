/// The rules of names that an API server holds objects to (kubernetes/apimachinery, pkg/util/validation/validation.go).
enum KubernetesName {
  /// In bytes, of labels of DNS and of values of labels.
  static let labelLimit = 63

  /// RFC 1123: lower-case letters, digits and hyphens, framed by letters or digits. Volumes and containers.
  static func isLabel(_ text: String) -> Bool {
    isFramed(text, limit: labelLimit) { isLowerAlphanumeric($0) || $0 == UInt8(ascii: "-") }
      && text.utf8.first.map(isLowerAlphanumeric) == true && text.utf8.last.map(isLowerAlphanumeric) == true
  }

  /// RFC 1035: the same with a letter first. Services.
  static func isServiceName(_ text: String) -> Bool {
    isLabel(text) && text.utf8.first.map { (0x61...0x7A).contains($0) } == true
  }

  /// RFC 6335: at most 15 of the same, a letter among them, no two hyphens in a row.
  static func isPortName(_ text: String) -> Bool {
    isLabel(text) && text.utf8.count <= 15 && text.utf8.contains { (0x61...0x7A).contains($0) }
      && zip(text.utf8, text.utf8.dropFirst()).allSatisfy {
        $0 != UInt8(ascii: "-") || $1 != UInt8(ascii: "-")
      }
  }

  /// The value of a label; it may be empty.
  static func isLabelValue(_ text: String) -> Bool { text.isEmpty || isQualified(text) }

  /// The key of a label: a name, with or without a domain and a slash before it.
  static func isLabelKey(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return isQualified(text)
    case 2: return isDomain(String(parts[0])) && isQualified(String(parts[1]))
    default: return false
    }
  }

  private static func isDomain(_ text: String) -> Bool {
    text.utf8.count <= 253
      && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isLabel(String($0)) }
  }

  private static func isQualified(_ text: String) -> Bool {
    isFramed(text, limit: labelLimit) {
      isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
    } && text.utf8.first.map(isAlphanumeric) == true && text.utf8.last.map(isAlphanumeric) == true
  }

  private static func isFramed(_ text: String, limit: Int, _ isTaken: (UInt8) -> Bool) -> Bool {
    (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy(isTaken)
  }

  private static func isLowerAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isLowerAlphanumeric(byte) || (0x41...0x5A).contains(byte)
  }
}
