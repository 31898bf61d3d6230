import Base
import Documents

@testable import Manifests

/// Finds out what the program does with each field of a kind, from manifests in which all of them are set.
struct FieldProbe {
  private(set) var fates: [String: String] = [:]
  /// Ignored fields that a warning names.
  private(set) var declined: Set<String> = []
  private(set) var unknown: [String] = []
  /// Values that are not read because of their type, and what they hold with them.
  private(set) var mistyped: [String] = []
  /// Fields that no manifest sets, so that nothing was found out of what stands below them.
  private(set) var unset: [String] = []

  init(_ type: any ManifestSpec.Type, _ manifests: [String]) throws {
    var set: Set<String> = []
    for manifest in manifests {
      try read(manifest, as: type)
      for document in try YAMLParser.documents(in: Array(manifest.utf8)) {
        Self.collect(document.root, at: "", into: &set)
      }
    }
    unset = fates.keys.filter { !set.contains($0) }.sorted()
  }

  private static func collect(_ node: YAMLNode, at path: String, into set: inout Set<String>) {
    for entry in node.mapping ?? [] where !entry.value.isNull {
      let field = path.isEmpty ? entry.name : "\(path).\(entry.name)"
      set.insert(field)
      collect(entry.value, at: field, into: &set)
    }
    for element in node.sequence ?? [] { collect(element, at: "\(path)[]", into: &set) }
  }

  private mutating func read(_ text: String, as type: any ManifestSpec.Type) throws {
    let root = try YAMLParser.documents(in: Array(text.utf8))[0].root
    let document = DocumentReader(file: "a.yaml", unknownFieldSeverity: .error)
    var observed: [String: String] = [:]
    document.fieldObserver = { path, known, ignored in
      for name in known {
        let field = Self.generic(path.isEmpty ? name : "\(path).\(name)")
        observed[field] = ignored.contains(name) ? "ignored" : "honoured"
      }
    }
    _ = FieldReader(root, path: "", document: document).finishing { fields -> Bool? in
      for name in ["apiVersion", "kind"] { _ = fields.has(name) }
      fields.ignore("status")
      let metadata = MetadataReader.read(fields, kind: type.kind, settings: LoaderSettings())
      return type.init(fields, metadata: metadata ?? ObjectMetadata(name: "", namespace: "")) != nil
    }
    for diagnostic in document.diagnostics {
      let field = Self.generic(String(diagnostic.message.prefix { $0 != " " }))
      switch diagnostic.code {
      case "refused-field": observed[field] = "refused"
      case "ignored-field":
        observed[field] = "ignored"
        declined.insert(field)
      case "unknown-field": unknown.append(diagnostic.message)
      case "wrong-type": mistyped.append(diagnostic.message)
      default: break
      }
    }
    // What is in a refused field is refused with it.
    for field in observed.filter({ $0.value == "refused" }).keys {
      observed = observed.filter { !$0.key.hasPrefix("\(field).") && !$0.key.hasPrefix("\(field)[") }
    }
    // What is in them is documented, field by field.
    for container in ["metadata", "spec"] { observed[container] = nil }
    // A field that is looked at in one manifest may be refused in another.
    fates.merge(observed) { one, other in one == "honoured" ? other : one }
  }

  /// `spec.valuesFrom[3].targetPath` as `spec.valuesFrom[].targetPath`.
  private static func generic(_ path: String) -> String {
    var result = ""
    var isInBrackets = false
    for character in path {
      if character == "]" { isInBrackets = false }
      if !isInBrackets { result.append(character) }
      if character == "[" { isInBrackets = true }
    }
    return result
  }
}
