import Base

/// Puts groups of components together to one configuration in which every label stands once.
///
/// The rule: a label that is taken gets `_2`, `_3` and so on, in the order of the source. Everything that refers to
/// the component from its own group follows. The same source always gives the same labels.
struct ConfigurationAssembly {
  private(set) var statements: [AlloyStatement] = []
  private var taken = TakenLabels()
  /// The paths of components that were to be added and whose labels were taken, with the places of their groups.
  private(set) var numbered: [(components: [String], position: Position?)] = []

  /// Adds a group.
  /// - Parameter position: of what it is made of.
  /// - Returns: the group as it was added.
  @discardableResult
  mutating func add(_ group: ComponentGroup, at position: Position? = nil) -> ComponentGroup {
    let paths = group.blocks.map(\.path)
    let added = group.relabelled(&taken)
    let changed = zip(paths, added.blocks).filter { $0 != $1.path }.map { path, _ in
      path.joined(separator: ".")
    }
    if !changed.isEmpty { numbered.append((changed, position)) }
    statements += added.blocks.map { .block($0) }
    return added
  }

  /// A label for a component that is not there and that nothing may be taken for.
  mutating func reserve(_ name: String, label: String) -> String {
    let name = name.split(separator: ".").map(String.init)
    let label = taken.free(label, of: name)
    taken.insert(name + [label])
    return label
  }

  var configuration: AlloyConfiguration { AlloyConfiguration(statements) }
}
