import Base

/// Puts groups of components together to one configuration in which every label stands once.
///
/// The rule: a label that is taken gets `_2`, `_3` and so on, in the order of the source. Everything that refers to
/// the component from its own group follows. The same source always gives the same labels.
struct ConfigurationAssembly {
  private(set) var statements: [AlloyStatement] = []
  private var taken: Set<[String]> = []

  /// Adds a group.
  /// - Returns: the group as it was added.
  @discardableResult
  mutating func add(_ group: ComponentGroup) -> ComponentGroup {
    let added = group.relabelled(&taken)
    statements += added.blocks.map { .block($0) }
    return added
  }

  var configuration: AlloyConfiguration { AlloyConfiguration(statements) }
}
