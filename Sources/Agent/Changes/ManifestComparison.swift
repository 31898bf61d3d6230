import Base
import Documents
import Platform

/// Walks two manifests of one object at once and tells what differs: of a configuration in a Secret what differs in it, of
/// other values in Secrets that they do, of everything else the paths, with values of a fixed list of harmless fields.
struct ManifestComparison {
  private(set) var changes: [Change] = []

  /// Whether a document is such a manifest.
  static func covers(_ document: JSON) -> Bool {
    guard let kind = document["kind"]?.stringValue.flatMap(KubernetesObject.Kind.init(rawValue:)) else {
      return false
    }
    return document["apiVersion"]?.stringValue == kind.apiVersion
  }

  mutating func compare(_ old: JSON?, _ new: JSON?) {
    guard let present = new ?? old else { return }
    let kind = present["kind"]?.stringValue ?? ""
    let name = present["metadata"]?["name"]?.stringValue ?? ""
    let what = "\(kind) \(name)"
    guard kind == KubernetesObject.Kind.secret.rawValue else {
      if old == nil || new == nil {
        changes.append(Change("\(what) \(new == nil ? "removed" : "added")"))
      } else {
        paths(what, Self.keyed(old ?? [:]), Self.keyed(new ?? [:]))
      }
      return
    }
    paths(what, Self.withoutData(old), Self.withoutData(new))
    data(what, old?["data"], new?["data"])
  }

  // MARK: Secrets

  private mutating func data(_ secret: String, _ old: JSON?, _ new: JSON?) {
    for key in Set((old?.objectValue?.keys ?? []) + (new?.objectValue?.keys ?? [])).sorted() {
      let before = old?[key]?.stringValue
      let after = new?[key]?.stringValue
      if before == after { continue }
      // What pods that do not run Alloy yet go on with says the same as what stands beside it.
      let alloy = [old, new].map { $0?[RoleConfiguration.alloyFileName]?.stringValue }
      if key == RoleConfiguration.agentFileName, after != nil, alloy[1] != nil, alloy[0] != alloy[1] {
        continue
      }
      if [RoleConfiguration.agentFileName, RoleConfiguration.alloyFileName].contains(key) {
        let documents = [before, after].map { $0.map(Self.configuration) }
        changes += AgentChanges.describe(key, old: documents[0], new: documents[1])
      } else {
        let word = before == nil ? "added" : after == nil ? "removed" : "(changed)"
        changes.append(Change("\(secret): \(key) \(word)"))
      }
    }
  }

  /// What a Secret has in base64, unpacked where it is packed.
  private static func configuration(_ text: String) -> SecretValue {
    let bytes = Base64.decode(text) ?? []
    guard bytes.starts(with: [0x1F, 0x8B]) else { return SecretValue(bytes) }
    return SecretValue((try? Gzip.decompress(bytes, limit: longestConfiguration)) ?? [])
  }

  /// In bytes. What packs into a Secret is smaller.
  private static let longestConfiguration = 64 << 20

  private static func withoutData(_ manifest: JSON?) -> JSON {
    guard let object = manifest?.objectValue else { return [:] }
    return .object(object.filter { ["metadata", "type"].contains($0) })
  }

  // MARK: Paths

  private mutating func paths(_ what: String, _ old: JSON, _ new: JSON) {
    if old == [:] || new == [:] {
      if old != new { changes.append(Change("\(what) \(new == [:] ? "removed" : "added")")) }
      return
    }
    for difference in JSONDifference.between(old, new) {
      let tokens = difference.pointer.tokens
      let path = tokens.joined(separator: ".")
      let isFree = tokens.contains { ["labels", "annotations"].contains($0) }
      let isShown = !isFree && tokens.last.map(Self.harmlessFields.contains) == true
      let values = [difference.old, difference.new].map { $0.flatMap { isShown ? Self.shown($0) : nil } }
      let word =
        switch difference.kind {
        case .added: " added"
        case .removed: " removed"
        case .moved: " moved"
        case .changed: values.contains { $0 != nil } ? "" : " (changed)"
        }
      changes.append(
        Change("\(what): \(path)\(word)", before: values[0], after: values[1]))
    }
  }

  /// With lists of things that have names as mappings by these, so that a path says which it is.
  private static func keyed(_ value: JSON) -> JSON {
    switch value {
    case .object(let object): return .object(object.mapValues { keyed($0) })
    case .array(let elements):
      for key in ["name", "mountPath"] {
        let names = elements.compactMap { $0[key]?.stringValue }
        if names.count == elements.count, Set(names).count == names.count, !names.isEmpty {
          return .object(JSONObject(zip(names, elements.map { keyed($0) })))
        }
      }
      return .array(elements.map { keyed($0) })
    case .null, .bool, .number, .string: return value
    }
  }

  private static func shown(_ value: JSON) -> String? {
    switch value {
    case .string(let text): text
    case .number, .bool: JSONWriter.string(value)
    case .null, .array, .object: nil
    }
  }

  /// Fields of objects that hold no credentials, by their last names.
  private static let harmlessFields: Set<String> = [
    "image", "replicas", "cpu", "memory", "storage", "serviceAccountName", "priorityClassName",
    "runtimeClassName", "containerPort", "targetPort", "storageClassName", "privileged",
  ]
}
