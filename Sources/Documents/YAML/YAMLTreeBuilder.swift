internal import Base

/// Makes the tree of one document: resolves aliases and merge keys, refuses what has no JSON form, and counts.
///
/// An aliased node shares its storage with the anchored one, so a bomb of aliases costs nothing until somebody walks
/// it; sizes and heights are added up all the same and refused here.
struct YAMLTreeBuilder {
  /// A node with what it adds to the document's size.
  private struct Subtree {
    let node: YAMLNode
    /// Nodes, itself included.
    let size: Int
    /// Levels of sequences and mappings.
    let height: Int
  }

  private enum Anchor {
    /// The anchored node is not finished; the number is the frame's place on the stack.
    case open(Int)
    case closed(Subtree)
  }

  private struct Frame {
    let mark: YAMLMark
    let anchor: String?
    let isMapping: Bool
    var elements: [YAMLNode] = []
    var entries: [YAMLEntry] = []
    var key: YAMLNode?
    var size = 1
    var height = 1
  }

  private let limits: YAMLParser.Limits
  private let takesNotFinite: Bool
  private var frames: [Frame] = []
  private var anchors: [String: Anchor] = [:]
  private let nodesBefore: Int
  private var nodeCount = 0
  private var aliasedCount = 0
  private(set) var root: YAMLNode?
  /// Whether the document's only node is one that was not written.
  private(set) var isEmpty = false

  /// - Parameters:
  ///   - nodesBefore: the nodes of the stream's earlier documents.
  ///   - takesNotFinite: whether infinity and NaN may stand, which JSON cannot say.
  init(limits: YAMLParser.Limits, nodesBefore: Int, takesNotFinite: Bool) {
    self.limits = limits
    self.takesNotFinite = takesNotFinite
    self.nodesBefore = nodesBefore
  }

  /// The nodes of the stream up to here.
  var streamNodeCount: Int { nodesBefore + nodeCount }

  /// - Parameter isNothing: whether nothing was written for this node.
  mutating func scalar(_ node: YAMLNode, anchor: String?, isNothing: Bool) throws(YAMLSyntaxError) {
    isEmpty = isNothing && frames.isEmpty
    try count(1, at: node.position)
    let subtree = Subtree(node: node, size: 1, height: 0)
    if let anchor { anchors[anchor] = .closed(subtree) }
    try add(subtree)
  }

  mutating func alias(_ name: String, at mark: YAMLMark) throws(YAMLSyntaxError) {
    switch anchors[name] {
    case nil:
      // Without its name: it may be a password that begins with an asterisk.
      throw YAMLSyntaxError(
        "no anchor of this alias stands before it in the document; quote the text if it is none",
        at: mark.position)
    case .open(let place):
      throw YAMLSyntaxError(
        "the value of the anchor &\(name) holds itself", at: mark.position, context: "it begins",
        contextPosition: frames[place].mark.position)
    case .closed(let subtree):
      try count(subtree.size, at: mark.position)
      aliasedCount += subtree.size
      if aliasedCount > 100, nodeCount > 1000,
        Double(aliasedCount) / Double(nodeCount) > Self.allowedShareOfAliases(nodeCount)
      {
        throw YAMLSyntaxError("aliases repeat too much of the document", at: mark.position)
      }
      try checkDepth(frames.count + subtree.height, at: mark)
      try add(subtree)
    }
  }

  mutating func beginSequence(anchor: String?, at mark: YAMLMark) throws(YAMLSyntaxError) {
    try begin(Frame(mark: mark, anchor: anchor, isMapping: false))
  }

  mutating func beginMapping(anchor: String?, at mark: YAMLMark) throws(YAMLSyntaxError) {
    try begin(Frame(mark: mark, anchor: anchor, isMapping: true))
  }

  private mutating func begin(_ frame: Frame) throws(YAMLSyntaxError) {
    try count(1, at: frame.mark.position)
    try checkDepth(frames.count + 1, at: frame.mark)
    if let anchor = frame.anchor { anchors[anchor] = .open(frames.count) }
    frames.append(frame)
  }

  mutating func end() throws(YAMLSyntaxError) {
    guard let frame = frames.popLast() else { return }
    let value: YAMLNode.Value =
      frame.isMapping ? .mapping(try YAMLMapping.entries(frame.entries)) : .sequence(frame.elements)
    let subtree = Subtree(node: YAMLNode(value, at: frame.mark), size: frame.size, height: frame.height)
    // An anchor of the same name inside this node came later and stays.
    if let anchor = frame.anchor, case .open(frames.count) = anchors[anchor] {
      anchors[anchor] = .closed(subtree)
    }
    try add(subtree)
  }

  private mutating func add(_ subtree: Subtree) throws(YAMLSyntaxError) {
    guard !frames.isEmpty else {
      root = subtree.node
      try checkValue(subtree.node)
      return
    }
    let top = frames.count - 1
    frames[top].size += subtree.size
    frames[top].height = max(frames[top].height, subtree.height + 1)
    if !frames[top].isMapping {
      try checkValue(subtree.node)
      frames[top].elements.append(subtree.node)
    } else if let key = frames[top].key {
      try checkValue(subtree.node)
      frames[top].entries.append(YAMLEntry(key: key, value: subtree.node))
      frames[top].key = nil
    } else {
      try YAMLMapping.checkKey(subtree.node)
      frames[top].key = subtree.node
    }
  }

  private func checkValue(_ node: YAMLNode) throws(YAMLSyntaxError) {
    if !takesNotFinite { try YAMLMapping.checkValue(node) }
  }

  private mutating func count(_ nodes: Int, at position: Position) throws(YAMLSyntaxError) {
    nodeCount += nodes
    guard streamNodeCount <= limits.nodes else {
      throw YAMLSyntaxError("the text has more than \(limits.nodes) nodes", at: position)
    }
  }

  private func checkDepth(_ depth: Int, at mark: YAMLMark) throws(YAMLSyntaxError) {
    guard depth <= limits.depth else {
      throw YAMLSyntaxError(
        "more than \(limits.depth) lists and mappings stand inside each other", at: mark.position)
    }
  }

  /// How much of a document may come from aliases, as go-yaml v2 has it (decode.go, allowedAliasRatio): nearly all
  /// of a small one, a tenth of a large one.
  private static func allowedShareOfAliases(_ nodeCount: Int) -> Double {
    let low = 400_000
    let high = 4_000_000
    if nodeCount <= low { return 0.99 }
    if nodeCount >= high { return 0.10 }
    return 0.99 - 0.89 * Double(nodeCount - low) / Double(high - low)
  }
}
