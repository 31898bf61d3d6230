import Base

/// A Kubernetes `Secret` in the repository. Only its values count; `type` means nothing here.
public struct SecretManifest: ManifestSpec {
  public static let kind = "Secret"
  public static let apiVersions = ["v1"]

  public let values: [String: SecretValue]

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    document.ignore("type", "immutable")
    var values: [String: SecretValue] = [:]
    for (key, text) in (document.secretMap("data") ?? [:]).sorted(by: { $0.key < $1.key }) {
      if let bytes = Base64.decode(text.revealed) {
        values[key] = SecretValue(bytes)
      } else {
        document.error(
          "invalid-value", at: "data", "data.\(key) is not base64",
          remedy: "encode the value with base64, or write it under stringData")
      }
    }
    // stringData wins over data on the same key, as the API server merges them.
    values.merge(document.secretMap("stringData") ?? [:]) { _, text in text }
    self.values = values
    if !values.isEmpty {
      document.warning(
        "secret-in-git", "the Secret stands in Git in clear",
        remedy: "keep it in a directory given by --secrets instead")
    }
  }
}
