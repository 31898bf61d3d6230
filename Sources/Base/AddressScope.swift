/// What kind of network an address belongs to, by the special-purpose registries of IANA (RFC 6890 and its updates;
/// the table is remembered, not downloaded).
public enum AddressScope: String, Hashable, Sendable {
  case global
  case unspecified
  case loopback
  case privateNetwork = "private network"
  case linkLocal = "link-local"
  /// The space that providers share behind their translators (RFC 6598).
  case sharedTranslation = "carrier-grade NAT"
  case multicast
  case uniqueLocal = "unique local"
  /// Documentation, benchmarks, protocol assignments and space kept for the future.
  case reserved
}

extension IPAddress {
  /// The network this address belongs to; a version 6 address that carries a version 4 one is judged by that one.
  public var scope: AddressScope {
    if let inner = embeddedV4 { return inner.scope }
    return AddressScope.blocks.first { $0.block.contains(self) }?.scope ?? .global
  }
}

extension AddressScope {
  fileprivate static let blocks: [(block: CIDR, scope: AddressScope)] = [
    ("0.0.0.0/8", .unspecified), ("10.0.0.0/8", .privateNetwork), ("100.64.0.0/10", .sharedTranslation),
    ("127.0.0.0/8", .loopback), ("169.254.0.0/16", .linkLocal), ("172.16.0.0/12", .privateNetwork),
    ("192.0.0.0/24", .reserved), ("192.0.2.0/24", .reserved), ("192.88.99.0/24", .reserved),
    ("192.168.0.0/16", .privateNetwork), ("198.18.0.0/15", .reserved), ("198.51.100.0/24", .reserved),
    ("203.0.113.0/24", .reserved), ("224.0.0.0/4", .multicast), ("240.0.0.0/4", .reserved),
    ("::/128", .unspecified), ("::1/128", .loopback), ("64:ff9b:1::/48", .reserved), ("100::/64", .reserved),
    ("2001::/23", .reserved), ("2001:db8::/32", .reserved), ("3fff::/20", .reserved),
    ("fc00::/7", .uniqueLocal), ("fe80::/10", .linkLocal), ("fec0::/10", .reserved), ("ff00::/8", .multicast),
  ].compactMap { text, scope in CIDR(text).map { ($0, scope) } }
}
