/// The rule for uids of Grafana objects, `^[a-zA-Z0-9\-_]{1,40}$` (reference grafana-http-api.md sections 3.1 and 5.1:
/// servers take more in some places and then choke on it, so the rule is enforced before sending).
public enum GrafanaUID {
  /// What to do about a bad one.
  public static let rule = "use at most 40 letters, digits, hyphens and underscores"

  /// What is wrong with a uid, as a clause; nil where it is good.
  public static func problem(_ uid: String) -> String? {
    if uid.utf8.count > 40 { return "is longer than 40 characters" }
    let isPlain = uid.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
      default: false
      }
    }
    return isPlain ? nil : "has characters that Grafana does not take in a uid"
  }
}
