public import Base

extension JSON {
  /// SHA-256 of the canonical form: equal values have equal digests, whatever the order of their members.
  public var digest: Digest { Digest(of: JSONWriter.bytes(self, style: .canonical)) }
}
