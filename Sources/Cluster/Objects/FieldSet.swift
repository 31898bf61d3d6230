import Base
import Documents

/// The fields that a manager has in an object: FieldsV1, a tree whose names say what they are (Kubernetes API reference,
/// `ManagedFieldsEntry`; structured-merge-diff fieldpath/serialize-pe.go).
public struct FieldSet: Hashable, Sendable {
  /// As conflicts name them: `.spec.template.spec.containers[name="grafana-agent"].image` (structured-merge-diff
  /// fieldpath/element.go, `PathElement.String`).
  public let paths: Set<String>

  public init(paths: Set<String>) { self.paths = paths }

  init(_ tree: JSON) {
    var paths: Set<String> = []
    Self.collect(tree, at: "", into: &paths)
    self.paths = paths
  }

  public func contains(_ path: String) -> Bool { paths.contains(path) }

  private static func collect(_ tree: JSON, at path: String, into paths: inout Set<String>) {
    guard let members = tree.objectValue?.members else { return }
    if members.isEmpty, !path.isEmpty { paths.insert(path) }
    for member in members {
      if member.key == "." {
        paths.insert(path)
      } else {
        collect(member.value, at: path + element(member.key), into: &paths)
      }
    }
  }

  private static func element(_ name: String) -> String {
    let content = String(name.dropFirst(2))
    switch name.prefix(2) {
    case "f:": return ".\(content)"
    case "k:":
      let members = (try? JSONParser.parse(content, options: .lenient))?.objectValue?.members ?? []
      let pairs = members.sorted { $0.key < $1.key }.map { "\($0.key)=\(JSONWriter.string($0.value))" }
      return "[\(pairs.joined(separator: ","))]"
    case "v:": return "[=\(content)]"
    case "i:": return "[\(content)]"
    default: return ".\(name)"
    }
  }
}
