/// What stands behind the question mark, in order; a name may stand several times.
public struct QueryItems: Sendable {
  public let items: [(name: String, value: String)]

  /// Reads `a=1&b=x%20y&a=2`. A name without `=` has an empty value.
  public init(_ text: some StringProtocol) {
    items = text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (
        name: PercentEncoding.decode(parts[0], plusIsBlank: true),
        value: parts.count > 1 ? PercentEncoding.decode(parts[1], plusIsBlank: true) : ""
      )
    }
  }

  /// The first value of that name.
  public subscript(name: String) -> String? {
    items.first { $0.name == name }?.value
  }

  /// All values of that name, in order.
  public func values(of name: String) -> [String] {
    items.filter { $0.name == name }.map(\.value)
  }
}
