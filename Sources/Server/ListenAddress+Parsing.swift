import Base
import HTTPServer

/// Why a text is not an address to listen on.
public struct ListenAddressError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was given.
  public let text: String
  public let reason: String

  public var description: String { "cannot listen on \"\(text)\": \(reason)" }
}

extension ListenAddress {
  /// Reads `127.0.0.1:9090`, `localhost:9090`, `[::1]:9090`, and `:9090` for all IPv4 interfaces.
  public static func parse(_ text: String) throws(ListenAddressError) -> ListenAddress {
    let example = "write HOST:PORT, for example 127.0.0.1:9090"
    guard let colon = text.lastIndex(of: ":") else {
      throw ListenAddressError(text: text, reason: "the port is missing; \(example)")
    }
    var host = String(text[..<colon])
    let digits = text[text.index(after: colon)...]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = String(host.dropFirst().dropLast())
      guard host.contains(":"), IPAddress(host) != nil else {
        throw ListenAddressError(text: text, reason: "between the brackets is no IPv6 address; \(example)")
      }
    } else if host.contains(":") || host.contains("[") || host.contains("]") {
      throw ListenAddressError(
        text: text, reason: "an IPv6 address stands in brackets, for example [::1]:9090")
    } else if host.isEmpty {
      host = "0.0.0.0"
    } else if host != "localhost", IPAddress(host) == nil {
      throw ListenAddressError(
        text: text, reason: "\(host) is not a numeric address; write it as 127.0.0.1, [::1] or localhost")
    }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits)
    else {
      throw ListenAddressError(
        text: text,
        reason: "the port \(digits.isEmpty ? "is missing" : "\(digits) is not a number up to 65535")")
    }
    return ListenAddress(host: host, port: port)
  }
}
