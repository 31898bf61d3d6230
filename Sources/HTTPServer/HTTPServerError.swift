/// Why a server did not start.
public struct HTTPServerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is in the way.
  public enum Reason: Hashable, Sendable {
    case notAnAddress
    case addressInUse
    case addressNotOfThisMachine
    case portNeedsPrivilege
    /// The text of the system or library.
    case other(String)
  }

  public let address: ListenAddress
  public let reason: Reason

  public var description: String { "cannot listen on \(address): \(explanation)" }

  private var explanation: String {
    switch reason {
    case .notAnAddress:
      "\(address.host) is not a numeric address; write it as 127.0.0.1, ::1 or localhost"
    case .addressInUse: "the address is in use; stop the program that uses it or choose another port"
    case .addressNotOfThisMachine: "no interface of this machine has that address"
    case .portNeedsPrivilege: "ports below 1024 need a privilege; choose a higher one"
    case .other(let text): text
    }
  }
}
