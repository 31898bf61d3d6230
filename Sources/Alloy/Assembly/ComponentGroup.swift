import Base

/// Blocks that belong together: the components of one scrape job, of one instance, of one exporter. References among
/// them follow when a label must change.
struct ComponentGroup {
  /// In the order in which they are written.
  private(set) var blocks: [AlloyBlock] = []

  mutating func append(_ block: AlloyBlock) { blocks.append(block) }

  mutating func append(_ group: ComponentGroup) { blocks += group.blocks }

  /// The group with labels that nobody else has.
  /// - Parameters:
  ///   - taken: what refers to the blocks that are there; the group's are added.
  ///   - position: of what the group is made of.
  func relabelled(_ taken: inout TakenLabels, at position: Position?) -> ComponentGroup {
    var renamed: [[String]: String] = [:]
    let own = Set(blocks.map(\.path))
    for block in blocks {
      guard let label = block.label, renamed[block.path] == nil, taken.contains(block.path) else { continue }
      renamed[block.path] = taken.free(label, of: block.name, besides: own)
    }
    var group = self
    if !renamed.isEmpty {
      group.blocks = blocks.map { block in
        let moved = block.mapReferences { Self.moved($0, renamed) }
        return renamed[block.path].map { moved.labelled($0) } ?? moved
      }
    }
    for block in group.blocks { taken.insert(block.path, at: position) }
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
