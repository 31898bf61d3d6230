import Documents

/// Scalars whose values are not known: those that hold a mark. They pass every rule that is about them alone.
struct UnknownValues: Sendable {
  static let none = UnknownValues(mark: nil, paths: [])

  private let mark: String?
  private let paths: Set<ConfigurationPath>

  private init(mark: String?, paths: Set<ConfigurationPath>) {
    self.mark = mark
    self.paths = paths
  }

  /// - Parameter text: of the document.
  init(mark: String?, in document: YAMLDocument, text: [UInt8]) {
    var paths: Set<ConfigurationPath> = []
    // Most documents hold no mark at all.
    guard let mark, let first = mark.utf8.first, text.contains(first) else {
      self = .none
      return
    }
    Self.gather(document.root, .top, mark, &paths)
    self.init(mark: mark, paths: paths)
  }

  /// Whether the value of a text is not known.
  func contains(_ text: String) -> Bool { mark.map(text.contains) ?? false }

  func contains(_ node: YAMLNode?) -> Bool { node?.scalar.map { contains($0.text) } ?? false }

  func contains(_ path: ConfigurationPath) -> Bool { !paths.isEmpty && paths.contains(path) }

  private static func gather(
    _ node: YAMLNode, _ path: ConfigurationPath, _ mark: String, _ paths: inout Set<ConfigurationPath>
  ) {
    switch node.value {
    case .scalar(let scalar):
      if scalar.text.contains(mark) { paths.insert(path) }
    case .sequence(let elements):
      for (index, element) in elements.enumerated() { gather(element, path.element(index), mark, &paths) }
    case .mapping(let entries):
      for entry in entries { gather(entry.value, path.key(entry.name), mark, &paths) }
    }
  }
}
