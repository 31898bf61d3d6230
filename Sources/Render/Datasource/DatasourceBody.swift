import Base
import Documents

/// A data source ready to be compared and sent.
public struct DatasourceBody: Sendable {
  /// All fields of the API but `uid`, `id`, `version` and secrets.
  public let model: JSONObject
  /// What goes into `secureJsonData`.
  public let secrets: [String: SecretValue]
  /// Places in the model that a Secret's value was written into: their contents are never shown.
  public let hiddenPaths: Set<JSONPointer>

  public init(model: JSONObject, secrets: [String: SecretValue] = [:], hiddenPaths: Set<JSONPointer> = []) {
    self.model = model
    self.secrets = secrets
    self.hiddenPaths = hiddenPaths
  }

  /// Digest of everything, secrets by a keyed digest, so that it tells a changed secret and gives none away.
  public func digest(key: [UInt8]) -> Digest {
    var form =
      DatasourceNormalForm(model, hiddenPaths: hiddenPaths, key: key).json.objectValue ?? JSONObject()
    for (name, value) in secrets {
      form["secret " + name] = .string(value.withBytes { Digest(of: $0, key: key) }.description)
    }
    return JSON.object(form).digest
  }
}
