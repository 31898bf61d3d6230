import Base

/// Which addresses a request may connect to. It is asked about the address itself, after name resolution and for
/// every redirect, so that no name and no spelling goes around it.
public struct AddressPolicy: Sendable {
  private let isOpen: Bool
  private let allowed: [CIDR]

  /// Every address: for peers that the operator of the program named.
  public static let any = AddressPolicy(isOpen: true, allowed: [])

  /// Only the public Internet and the given blocks: for URLs that come from a repository. Such requests do not use a
  /// proxy, because the address behind one cannot be seen.
  public static func publicInternet(and allowed: [CIDR] = []) -> AddressPolicy {
    AddressPolicy(isOpen: false, allowed: allowed)
  }

  /// Whether a proxy may stand between.
  var allowsProxy: Bool { isOpen }

  public func allows(_ address: IPAddress) -> Bool {
    isOpen || address.scope == .global || allowed.contains { $0.contains(address) }
  }
}
