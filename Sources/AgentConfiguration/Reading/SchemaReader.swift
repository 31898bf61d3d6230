import Base
import Documents

/// Walks a configuration beside its schema and gathers what is wrong.
///
/// Every node is looked at once, so the cost grows with the text. After `ProblemList.limit` errors reading ends.
struct SchemaReader {
  /// What becomes of keys that nothing knows.
  enum UnknownKeys: Sendable {
    case refused
    /// Refused in the mapping that is read next, and dropped without a word everywhere below it: the agent reads its
    /// older integrations twice, once for the common keys, and keeps only complaints that both readings have
    /// (grafana/agent, UnmarshalYAMLMerged).
    case refusedAtTop
    case dropped
  }

  let layout: AgentConfigurationLayout
  let files: AgentConfigurationCheck.Files
  /// Nil where nothing is known of the agent's variables.
  let environment: AgentConfigurationCheck.Environment?
  /// What is read, for texts in messages.
  let text: ExpandedText
  let unknown: UnknownValues
  var unknownKeys = UnknownKeys.refused
  /// Whether keys that `<<` brings are lost, as they are under `integrations`.
  var losesMergedKeys = false
  /// Whether keys match in any case, as they do within pipeline stages.
  var ignoresCase = false
  var decoding = ScalarDecoding.yaml
  /// What the agent does about a refusal.
  var consequence = "the agent refuses the file"
  private(set) var problems = ProblemList()
  /// So many times a receiver was brought into its comparable form: lists for all instances are long, and may cost
  /// only once.
  var comparedReceivers = 0

  init(
    _ text: ExpandedText, layout: AgentConfigurationLayout,
    environment: AgentConfigurationCheck.Environment? = nil, files: @escaping AgentConfigurationCheck.Files,
    unknown: UnknownValues = .none
  ) {
    self.text = text
    self.layout = layout
    self.environment = environment
    self.files = files
    self.unknown = unknown
  }

  /// A scalar's text for a message: as it was written where a variable brought some of it.
  func shown(_ node: YAMLNode) -> String { text.shown(node.scalar?.text ?? "", at: node.position) }

  // MARK: Telling

  /// What the agent refuses.
  /// - Parameter consequence: what it does, where that is something of its own.
  mutating func refuse(
    _ code: String, _ path: ConfigurationPath, at position: Position, _ problem: String,
    consequence: String? = nil, remedy: String
  ) {
    tell(.error, code, path, at: position, problem + ": " + (consequence ?? self.consequence), remedy: remedy)
  }

  /// What the agent takes, although it does not do what is written.
  mutating func warn(
    _ code: String, _ path: ConfigurationPath, at position: Position, _ problem: String, remedy: String
  ) {
    tell(.warning, code, path, at: position, problem, remedy: remedy)
  }

  private mutating func tell(
    _ severity: Diagnostic.Severity, _ code: String, _ path: ConfigurationPath, at position: Position,
    _ message: String, remedy: String
  ) {
    // What is said of a value that is not known may not hold.
    guard !unknown.contains(path) else { return }
    problems.add(FoundProblem(severity, code, path, at: position, message, remedy: remedy))
  }

  // MARK: Reading

  mutating func read(_ node: YAMLNode, as kind: ValueKind, at path: ConfigurationPath) {
    guard !problems.isFull, !node.isNull else { return }
    switch kind {
    case .anything: return
    case .mapping(let schema): _ = read(node, as: schema, at: path)
    case .lenient(let schema):
      let policy = unknownKeys
      unknownKeys = .dropped
      _ = read(node, as: schema, at: path)
      unknownKeys = policy
    case .list(let element, let null):
      guard let elements = node.sequence else {
        if decoding == .weak { return read(node, as: element, at: path) }
        return refuseType(node, kind, path)
      }
      for (index, child) in elements.enumerated() {
        let place = path.element(index)
        if child.isNull { readNull(child, element, null, place) } else { read(child, as: element, at: place) }
      }
    case .map(let element):
      guard let entries = node.mapping else { return refuseType(node, kind, path) }
      for entry in entries { read(entry.value, as: element, at: path.key(ownKey(entry))) }
    case .labels:
      guard let entries = node.mapping else { return refuseType(node, kind, path) }
      for entry in entries { readLabel(entry, path) }
    case .stages:
      if node.sequence == nil { refuseType(node, kind, path) }
    default:
      guard let scalar = node.scalar else { return refuseType(node, kind, path) }
      readScalar(scalar, kind, node, path)
    }
  }

  /// - Returns: nil where the value is no mapping, or null.
  mutating func read(
    _ node: YAMLNode, as schema: MappingSchema, at path: ConfigurationPath
  ) -> MappingReading? {
    guard !problems.isFull, !node.isNull else { return nil }
    guard let written = node.mapping else {
      refuseType(node, .mapping(schema), path)
      return nil
    }
    let policy = unknownKeys
    if policy == .refusedAtTop { unknownKeys = .dropped }
    defer { unknownKeys = policy }
    var entries: [String: YAMLEntry] = [:]
    for entry in written {
      if losesMergedKeys, entry.key.position < node.position {
        warn(
          "dropped-key", path.key(shownKey(entry)), at: node.position,
          "comes from <<: the agent loses such keys under integrations", remedy: "write the key out")
        continue
      }
      let name = ignoresCase ? entry.name.lowercased() : entry.name
      guard let kind = schema.fields[name] else {
        readUnknown(entry, of: schema, path, policy)
        continue
      }
      guard !entry.value.isNull else {
        readNull(entry, kind, of: schema, path)
        continue
      }
      entries[name] = entry
      read(entry.value, as: kind, at: path.key(entry.name))
    }
    let reading = MappingReading(node: node, path: path, entries: entries)
    for rule in schema.rules { rule(reading, &self) }
    return reading
  }

  /// A key without a value: for a mapping it looks as if there were one, above all for a login.
  private mutating func readNull(
    _ entry: YAMLEntry, _ kind: ValueKind, of schema: MappingSchema, _ path: ConfigurationPath
  ) {
    let name = entry.name
    if schema.neverNull.contains(name) {
      refuse(
        "missing-value", path.key(name), at: entry.key.position, "is empty",
        remedy: "write \(name): {} or remove it")
    } else if case .mapping = kind {
      warnEmpty(path.key(name), at: entry.key.position)
    }
  }

  /// What is null and therefore nothing, although its key or its place in a list stands there.
  mutating func warnEmpty(_ path: ConfigurationPath, at position: Position) {
    warn(
      "empty-value", path, at: position, "is empty, so it is not there",
      remedy: "write its keys, or remove it")
  }

  /// An element that is null: what has rules of its own is read as if it had no keys.
  private mutating func readNull(
    _ node: YAMLNode, _ kind: ValueKind, _ null: ValueKind.NullElement, _ path: ConfigurationPath
  ) {
    switch null {
    case .skipped, .empty: return
    case .refused:
      refuse("missing-value", path, at: node.position, "is empty", remedy: "write the element or remove it")
    case .crash:
      refuse(
        "missing-value", path, at: node.position, "is empty", consequence: "the agent panics",
        remedy: "write the element or remove it")
    }
  }

  mutating func refuseType(_ node: YAMLNode, _ kind: ValueKind, _ path: ConfigurationPath) {
    let found =
      switch node.value {
      case .scalar(let scalar): Self.name(of: scalar)
      case .sequence: "a list"
      case .mapping: "a mapping"
      }
    refuse(
      "wrong-type", path, at: node.position, "has to be \(kind.expected), found \(found)",
      remedy: "write \(kind.expected)")
  }

  private static func name(of scalar: YAMLScalar) -> String {
    switch scalar.resolved {
    case .bool: "a boolean"
    case .number: "a number"
    default: "a text"
    }
  }
}
