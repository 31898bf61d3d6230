import Base

/// Puts groups of components together to one configuration in which every label stands once.
///
/// The rule: a label that is taken gets `_2`, `_3` and so on, in the order of the source. Everything that refers to
/// the component from its own group follows. The same source always gives the same labels.
struct ConfigurationAssembly {
  private(set) var statements: [AlloyStatement] = []
  private var taken = TakenLabels()
  /// Components of one group whose labels were taken.
  struct Numbered {
    /// The paths that they were to have.
    let components: [String]
    /// Of what the group is made of.
    let position: Position?
    /// The same of the groups that have these paths, each once.
    let others: [Position]
  }
  private(set) var numbered: [Numbered] = []

  /// Adds a group.
  /// - Parameter position: of what it is made of.
  /// - Returns: the group as it was added.
  @discardableResult
  mutating func add(_ group: ComponentGroup, at position: Position? = nil) -> ComponentGroup {
    let paths = group.blocks.map(\.path)
    let added = group.relabelled(&taken, at: position)
    let changed = zip(paths, added.blocks).filter { $0 != $1.path }.map(\.0)
    if !changed.isEmpty {
      numbered.append(
        Numbered(
          components: changed.map { $0.joined(separator: ".") }, position: position,
          others: Set(changed.compactMap { taken.place(of: $0) }).sorted()))
    }
    statements += added.blocks.map { .block($0) }
    return added
  }

  /// A label for a component that is not there and that nothing may be taken for.
  /// - Parameter position: of what it would be made of.
  mutating func reserve(_ name: String, label: String, at position: Position?) -> String {
    let name = name.split(separator: ".").map(String.init)
    let label = taken.free(label, of: name)
    taken.insert(name + [label], at: position)
    return label
  }

  var configuration: AlloyConfiguration { AlloyConfiguration(statements) }
}
