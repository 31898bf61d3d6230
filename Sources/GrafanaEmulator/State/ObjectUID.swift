/// The uids that a client chooses.
enum ObjectUID {
  static let limit = 40

  /// What is wrong with a uid; nil where it may be used. An empty one is fine: the server makes one.
  static func problem(of uid: String) -> String? {
    guard uid.utf8.allSatisfy(isAllowed) else { return "uid contains illegal characters" }
    return uid.utf8.count > limit ? "uid too long, max \(limit) characters" : nil
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
