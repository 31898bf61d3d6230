import Agent
import Base
import Documents
import HTTP
import Manifests
import Render
import Store

/// What the last rendering knew of an object beside its content: kept in the store for `sluice why`.
public struct ObjectFacts: Equatable, Sendable {
  /// How the manifest became the object, as clauses: `input DS_PROMETHEUS is amp-prod`. No values of secrets.
  public internal(set) var rendering: [String] = []
  /// Paths of the objects that have to be there first, its folder aside: `GrafanaDatasource/monitoring/amp-prod`.
  public internal(set) var needs: [String] = []
  /// It is neither written nor deleted.
  public internal(set) var isSuspended = false
  /// Why it is not in the revision although it is owned; nil where it is, or where nothing is owned.
  public internal(set) var departure: Departure?
  /// What keeps some of its files as they are, as a clause; nil of everything but agents.
  public internal(set) var kept: String?

  /// How an owned object is missing in a revision.
  public enum Departure: Hashable, Sendable {
    /// It has left Git.
    case left
    /// The same, and deletions are switched off.
    case leftWithoutPruning
    /// A file that cannot be read may have it: it is held back.
    case inDoubt(file: String)
  }

  /// Nil where nothing beside the object itself is known of it.
  public static func read(
    of reference: ObjectReference, from store: any Store, environment: String
  ) async throws(StoreError) -> ObjectFacts? {
    guard let text = try await store.setting(setting(environment)), let json = try? JSONParser.parse(text),
      let object = json[reference.path]
    else { return nil }
    var facts = ObjectFacts()
    facts.rendering = (object["rendering"]?.arrayValue ?? []).compactMap(\.stringValue)
    facts.needs = (object["needs"]?.arrayValue ?? []).compactMap(\.stringValue)
    facts.isSuspended = object["suspended"]?.boolValue ?? false
    facts.departure = object["departure"].flatMap { Departure($0) }
    facts.kept = object["kept"]?.stringValue
    return facts
  }

  /// Which objects needed some of the given ones when facts were last kept, by the paths of the objects.
  static func needs(
    among paths: Set<String>, from store: any Store, environment: String
  ) async throws(StoreError) -> [String: [String]] {
    guard let text = try await store.setting(setting(environment)),
      let facts = (try? JSONParser.parse(text))?.objectValue
    else { return [:] }
    var found: [String: [String]] = [:]
    for member in facts.members {
      let needs = (member.value["needs"]?.arrayValue ?? []).compactMap(\.stringValue).filter(paths.contains)
      if !needs.isEmpty { found[member.key] = needs }
    }
    return found
  }

  mutating func add(needs more: [String]) {
    needs = Set(needs).union(more).sorted()
  }

  /// Takes the place of what was kept before.
  static func keep(
    _ facts: [ObjectReference: ObjectFacts], in store: any Store, environment: String
  ) async throws(StoreError) {
    let members = facts.sorted { $0.key < $1.key }.map { ($0.key.path, $0.value.json) }
    try await store.set(
      setting(environment), to: JSONWriter.string(.object(JSONObject(members)), style: .compact))
  }

  private static func setting(_ environment: String) -> String { "object facts \(environment)" }

  private var json: JSON {
    var members: [(String, JSON)] = []
    if !rendering.isEmpty { members.append(("rendering", .array(rendering.map { .string($0) }))) }
    if !needs.isEmpty { members.append(("needs", .array(needs.map { .string($0) }))) }
    if isSuspended { members.append(("suspended", .bool(true))) }
    if let departure { members.append(("departure", departure.json)) }
    if let kept { members.append(("kept", .string(kept))) }
    return .object(JSONObject(members))
  }
}

extension ObjectFacts.Departure {
  fileprivate var json: JSON {
    switch self {
    case .left: ["pruned": true]
    case .leftWithoutPruning: ["pruned": false]
    case .inDoubt(let file): ["file": .string(file)]
    }
  }

  fileprivate init?(_ json: JSON) {
    if let file = json["file"]?.stringValue {
      self = .inDoubt(file: file)
    } else if let isPruned = json["pruned"]?.boolValue {
      self = isPruned ? .left : .leftWithoutPruning
    } else {
      return nil
    }
  }
}

// MARK: Making

extension ObjectFacts {
  /// Of all objects of which there is something to tell.
  static func all(in rendering: Rendering) -> [ObjectReference: ObjectFacts] {
    var all: [ObjectReference: ObjectFacts] = [:]
    for manifest in rendering.manifests {
      let clauses = clauses(manifest)
      if !clauses.isEmpty { all[manifest.reference, default: ObjectFacts()].rendering = clauses }
    }
    for object in rendering.workspaces.flatMap(\.desired) where !object.isImplicit {
      if object.isSuspended { all[object.reference, default: ObjectFacts()].isSuspended = true }
      let needs = object.requires.map(\.path)
      if !needs.isEmpty { all[object.reference, default: ObjectFacts()].needs = needs }
    }
    return all
  }

  /// Of an agent: which objects its files are made of.
  static func all(in outputs: [AgentOutput]) -> [ObjectReference: ObjectFacts] {
    var all: [ObjectReference: ObjectFacts] = [:]
    for output in outputs {
      let sources = Set(output.files.flatMap(\.sources)).filter { $0.reference != output.agent }
      let clauses = sources.map { "\($0.reference) (\($0.origin.fileAndLine))" }
      if !clauses.isEmpty { all[output.agent, default: ObjectFacts()].rendering = clauses.sorted() }
      let isHeld = !output.keptRoles.isEmpty
      if isHeld, let error = output.diagnostics.first(where: { $0.severity == .error }) {
        let subject = error.subject.map { "\($0): " } ?? ""
        let place = error.location.map { " (\($0.fileAndLine))" } ?? ""
        all[output.agent, default: ObjectFacts()].kept = subject + error.message + place
      }
    }
    return all
  }

  private static func clauses(_ manifest: ManifestObject) -> [String] {
    switch manifest.spec {
    case let content as any ContentManifest:
      let variables = (content as? GrafanaDashboard)?.variables ?? []
      return source(of: content.content, namespace: manifest.reference.namespace)
        + content.inputs.map { "input \($0.inputName) is \($0.datasourceName)" }
        + variables.map { "variable \($0.name)=\($0.value)" }
        + content.environment.filter { _ in content.usesEnvironment }.compactMap {
          variable($0, namespace: manifest.reference.namespace)
        }
    case let datasource as GrafanaDatasource:
      return datasource.substitutions.map {
        "\($0.targetPath) from \(source($0.source, namespace: manifest.reference.namespace))"
      }
    default: return []
    }
  }

  private static func source(of content: ContentSource, namespace: String) -> [String] {
    switch content {
    case .json: return []
    case .gzipJSON: return ["unpacked from spec.gzipJson"]
    // A query may carry what is nobody's business, and the description leaves it out.
    case .url(let source): return ["content from \((try? HTTPURL(source.url))?.description ?? "spec.url")"]
    case .grafanaCom(let source):
      let revision = source.revision.map { "revision \($0)" } ?? "its newest revision"
      return ["content from dashboard \(source.id) of grafana.com, \(revision)"]
    case .jsonnet: return ["evaluated from spec.jsonnet"]
    case .jsonnetProject(let project): return ["evaluated from \(project.fileName) of spec.jsonnetLib"]
    case .configMap(let selector):
      return ["content from ConfigMap \(namespace)/\(selector.name), key \(selector.key)"]
    }
  }

  /// Nil for one that is written in the manifest.
  private static func variable(_ variable: ContentVariable, namespace: String) -> String? {
    guard case .source(let found) = variable.value else { return nil }
    return "\(variable.name) from \(source(found, namespace: namespace))"
  }

  private static func source(_ source: ValueSource, namespace: String) -> String {
    switch source {
    case .secret(let selector): "Secret \(namespace)/\(selector.name), key \(selector.key)"
    case .configMap(let selector): "ConfigMap \(namespace)/\(selector.name), key \(selector.key)"
    }
  }
}
