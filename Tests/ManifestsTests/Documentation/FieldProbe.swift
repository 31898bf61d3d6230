import Base
import Documents

@testable import Manifests

/// Finds out what the program does with each field of a kind, from manifests in which all of them are set.
struct FieldProbe {
  private(set) var fates: [String: String] = [:]
  private(set) var unknown: [String] = []

  init(_ type: any ManifestSpec.Type, _ manifests: [String]) throws {
    for manifest in manifests { try read(manifest, as: type) }
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
      case "ignored-field": observed[field] = "ignored"
      case "unknown-field": unknown.append(diagnostic.message)
      default: break
      }
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
