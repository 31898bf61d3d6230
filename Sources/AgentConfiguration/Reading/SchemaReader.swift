import Base
import Documents

/// Walks a configuration beside its schema and gathers what is wrong.
///
/// Every node is looked at once, so the cost grows with the text. After `problemLimit` findings reading ends.
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

  static let problemLimit = 500
  /// So many names a remedy may list.
  private static let listedNames = 16

  let layout: AgentConfigurationLayout
  let files: AgentConfigurationCheck.Files
  /// Nil where nothing is known of the agent's variables.
  let environment: AgentConfigurationCheck.Environment?
  var unknownKeys = UnknownKeys.refused
  /// Whether keys that `<<` brings are lost, as they are under `integrations`.
  var losesMergedKeys = false
  /// Whether keys match in any case, as they do within pipeline stages.
  var ignoresCase = false
  var decoding = ScalarDecoding.yaml
  /// What the agent does about a refusal.
  var consequence = "the agent refuses the file"
  private(set) var problems: [FoundProblem] = []

  init(
    layout: AgentConfigurationLayout, environment: AgentConfigurationCheck.Environment?,
    files: @escaping AgentConfigurationCheck.Files
  ) {
    self.layout = layout
    self.environment = environment
    self.files = files
  }

  var isFull: Bool { problems.count > Self.problemLimit }

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
    guard !isFull else { return }
    guard problems.count < Self.problemLimit else {
      problems.append(
        FoundProblem(
          .error, "too-many", at: position,
          "more than \(Self.problemLimit) findings: what follows was not read",
          remedy: "mend the others first"))
      return
    }
    problems.append(
      FoundProblem(severity, code, at: position, "\(path) \(message)", remedy: remedy))
  }

  // MARK: Reading

  mutating func read(_ node: YAMLNode, as kind: ValueKind, at path: ConfigurationPath) {
    guard !isFull, !node.isNull else { return }
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
      for entry in entries { read(entry.value, as: element, at: path.key(shownKey(entry))) }
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
    guard !isFull, !node.isNull else { return nil }
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
      guard !entry.value.isNull else { continue }
      entries[name] = entry
      read(entry.value, as: kind, at: path.key(entry.name))
    }
    let reading = MappingReading(node: node, path: path, entries: entries)
    for rule in schema.rules { rule(reading, &self) }
    return reading
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

  private mutating func readLabel(_ entry: YAMLEntry, _ path: ConfigurationPath) {
    let place = path.key(shownKey(entry))
    if !LabelName.isValid(entry.name) {
      refuse(
        "invalid-value", place, at: entry.key.position, "is no name of a label",
        remedy: "write letters, digits and _, without a digit in front")
    }
    read(entry.value, as: .text, at: place)
  }

  private mutating func readUnknown(
    _ entry: YAMLEntry, of schema: MappingSchema, _ path: ConfigurationPath, _ policy: UnknownKeys
  ) {
    let shown = shownKey(entry)
    let isSplit = shown != entry.name
    let names = schema.names
    let nearest = isSplit ? nil : NearestName.find(entry.name, among: names)
    let suggestion = nearest.map { ", did you mean \($0)?" } ?? ""
    let remedy =
      if isSplit {
        "write a blank behind the colon"
      } else if let nearest {
        "write \(nearest), or remove the key"
      } else if names.count <= Self.listedNames {
        "write one of \(names.joined(separator: ", ")), or remove the key"
      } else {
        "remove the key, or see whether it belongs one level up or down"
      }
    if policy == .dropped {
      warn(
        "dropped-key", path.key(shown), at: entry.key.position,
        "is no key that the agent knows here\(suggestion): it drops it without a word", remedy: remedy)
    } else {
      refuse(
        "unknown-key", path.key(shown), at: entry.key.position,
        "is no key that the agent knows here\(suggestion)", remedy: remedy)
    }
  }

  /// `{password:x}` without a blank is one key without a value, and what stands behind its colon may be a secret.
  func shownKey(_ entry: YAMLEntry) -> String {
    entry.value.isNull ? String(entry.name.prefix { $0 != ":" }) : entry.name
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
