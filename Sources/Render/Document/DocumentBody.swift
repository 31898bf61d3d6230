import Base
import Documents

/// The content of an object that is one JSON document in the form of Grafana's API, without its identity and place.
public struct DocumentBody: Sendable {
  public let model: JSONObject
  /// Places in the model that a Secret's value was written into: their contents are never shown.
  public let hiddenPaths: Set<JSONPointer>
  /// Whether people may edit the object in the workspace; nil where the manifest leaves it open.
  public let isEditable: Bool?

  public init(_ model: JSONObject, hiddenPaths: Set<JSONPointer> = [], isEditable: Bool? = nil) {
    self.model = model
    self.hiddenPaths = hiddenPaths
    self.isEditable = isEditable
  }

  /// Digest of everything, secrets by a keyed digest, so that it tells a changed secret and gives none away.
  public func digest(key: [UInt8]) -> Digest {
    var form = JSON.object(model)
    for path in hiddenPaths.sorted(by: { $0.description < $1.description }) {
      guard let value = form[path] else { continue }
      let digest = Digest(of: JSONWriter.bytes(value), key: key)
      // The place was just read, so replacing what stands there cannot fail.
      form = (try? JSONPatch([.replace(path, .string("secret \(digest)"))]).apply(to: form)) ?? .null
    }
    guard let isEditable, var object = form.objectValue else { return form.digest }
    object["editable"] = .bool(isEditable)
    return JSON.object(object).digest
  }
}
