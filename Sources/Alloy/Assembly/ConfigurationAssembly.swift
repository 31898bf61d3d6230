import Base

/// Puts groups of components together to one configuration in which every label stands once.
///
/// The rule: a label that is taken gets `_2`, `_3` and so on, in the order of the source. Everything that refers to
/// the component from its own group follows. The same source always gives the same labels.
struct ConfigurationAssembly {
  private(set) var statements: [AlloyStatement] = []
  private var taken: Set<[String]> = []
  /// The paths of components that were to be added and whose labels were taken.
  private(set) var numbered: [String] = []

  /// Adds a group.
  /// - Returns: the group as it was added.
  @discardableResult
  mutating func add(_ group: ComponentGroup) -> ComponentGroup {
    let paths = group.blocks.map(\.path)
    let added = group.relabelled(&taken)
    numbered += zip(paths, added.blocks).filter { $0 != $1.path }.map { path, _ in path.joined(separator: ".")
    }
    statements += added.blocks.map { .block($0) }
    return added
  }

  var configuration: AlloyConfiguration { AlloyConfiguration(statements) }
}
