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
    return .object(JSONObject(members))
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
    }
    return all
  }

  private static func clauses(_ manifest: ManifestObject) -> [String] {
    switch manifest.spec {
    case let dashboard as GrafanaDashboard:
      return content(dashboard, namespace: manifest.reference.namespace)
        + dashboard.inputs.map { "input \($0.inputName) is \($0.datasourceName)" }
        + dashboard.variables.map { "variable \($0.name)=\($0.value)" }
    case let datasource as GrafanaDatasource:
      return datasource.substitutions.map {
        "\($0.targetPath) from \(source($0.source, namespace: manifest.reference.namespace))"
      }
    default: return []
    }
  }

  private static func content(_ dashboard: GrafanaDashboard, namespace: String) -> [String] {
    switch dashboard.content {
    case .json: return []
    case .gzipJSON: return ["unpacked from spec.gzipJson"]
    // A query may carry what is nobody's business, and the description leaves it out.
    case .url(let url, _, _): return ["content from \((try? HTTPURL(url))?.description ?? "spec.url")"]
    case .configMap(let selector):
      return ["content from ConfigMap \(namespace)/\(selector.name), key \(selector.key)"]
    }
  }

  private static func source(_ source: ValueSource, namespace: String) -> String {
    switch source {
    case .secret(let selector): "Secret \(namespace)/\(selector.name), key \(selector.key)"
    case .configMap(let selector): "ConfigMap \(namespace)/\(selector.name), key \(selector.key)"
    }
  }
}
