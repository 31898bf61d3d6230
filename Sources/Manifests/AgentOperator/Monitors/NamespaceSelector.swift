/// The namespaces whose objects a monitor finds.
public struct NamespaceSelector: Hashable, Sendable {
  public let isAny: Bool
  public let names: [String]

  /// Selects the monitor's own namespace.
  static let own = NamespaceSelector(isAny: false, names: [])

  private init(isAny: Bool, names: [String]) {
    self.isAny = isAny
    self.names = names
  }

  init(_ fields: FieldReader) {
    isAny = fields.bool("any") ?? false
    names = fields.strings("matchNames") ?? []
    if isAny, !names.isEmpty {
      fields.warning(
        "ignored-field", at: "matchNames",
        "\(fields.qualified("matchNames")) has no effect: \(fields.qualified("any")) selects all namespaces",
        remedy: "keep one of them")
    }
  }
}

extension FieldReader {
  func namespaceSelector() -> NamespaceSelector {
    object("namespaceSelector") { NamespaceSelector($0) } ?? .own
  }
}
