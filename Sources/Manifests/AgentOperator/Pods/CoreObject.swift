import Base
import Documents

/// A mapping of Kubernetes' own, such as a volume or a container, that is handed on.
public struct CoreObject: Sendable {
  /// Without what Kubernetes does not know.
  public let json: JSONObject
  /// Where it stands.
  public let origin: SourceLocation
  /// How it is called in a message: `spec.volumes[0]`.
  public let path: String

  init(_ fields: FieldReader, _ mapping: CoreMapping) {
    origin = fields.document.location(fields.node.position)
    path = fields.path
    json = JSONObject(
      mapping.fields.sorted { $0.key < $1.key }.compactMap { name, shape in
        let value =
          mapping.required.contains(name)
          ? fields.requiredString(name, remedy: "write \(name)").map { .string($0) }
          : fields.core(name, shape)
        return value.map { (name, $0) }
      })
  }

  /// A field that is a text.
  public func text(_ name: String) -> String? { json[name]?.stringValue }
}
