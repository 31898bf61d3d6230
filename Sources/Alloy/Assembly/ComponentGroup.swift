/// Blocks that belong together: the components of one scrape job, of one instance, of one exporter. References among
/// them follow when a label must change.
struct ComponentGroup {
  /// In the order in which they are written.
  private(set) var blocks: [AlloyBlock] = []

  mutating func append(_ block: AlloyBlock) { blocks.append(block) }

  mutating func append(_ group: ComponentGroup) { blocks += group.blocks }

  /// The group with labels that nobody else has.
  /// - Parameter taken: what refers to the blocks that are there; the group's are added.
  func relabelled(_ taken: inout Set<[String]>) -> ComponentGroup {
    var renamed: [[String]: String] = [:]
    for block in blocks where block.label != nil {
      guard renamed[block.path] == nil, taken.contains(block.path), let label = block.label else { continue }
      var number = 2
      while taken.contains(block.name + ["\(label)_\(number)"])
        || blocks.contains(where: { $0.path == block.name + ["\(label)_\(number)"] })
      { number += 1 }
      renamed[block.path] = "\(label)_\(number)"
    }
    var group = self
    if !renamed.isEmpty {
      group.blocks = blocks.map { block in
        let moved = block.mapReferences { Self.moved($0, renamed) }
        return renamed[block.path].map { moved.labelled($0) } ?? moved
      }
    }
    taken.formUnion(group.blocks.map(\.path))
    return group
  }

  /// A reference names a component by its path and one of its exports: `discovery.relabel.x.output`.
  private static func moved(_ reference: [String], _ renamed: [[String]: String]) -> [String] {
    for length in stride(from: reference.count - 1, through: 2, by: -1) {
      if let label = renamed[Array(reference.prefix(length))] {
        return Array(reference.prefix(length - 1)) + [label] + reference.dropFirst(length)
      }
    }
    return reference
  }
}
