import Base
import Documents

/// A Kubernetes `ConfigMap` in the repository.
public struct ConfigMapManifest: ManifestSpec {
  public static let kind = "ConfigMap"
  public static let apiVersions = ["v1"]

  public let data: [String: ManifestText]
  /// Keys whose values are bytes, already decoded.
  public let binaryData: [String: [UInt8]]

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    document.ignore("immutable")
    data =
      document.object("data") { fields in
        var texts: [String: ManifestText] = [:]
        for entry in fields.node.mapping ?? [] { texts[entry.name] = fields.text(entry.name) }
        return texts
      } ?? [:]
    var binaryData: [String: [UInt8]] = [:]
    for (key, text) in (document.stringMap("binaryData") ?? [:]).sorted(by: { $0.key < $1.key }) {
      if let bytes = Base64.decode(text) {
        binaryData[key] = bytes
      } else {
        document.error(
          "invalid-value", at: "binaryData", "binaryData.\(key) is not base64",
          remedy: "encode the value with base64")
      }
    }
    self.binaryData = binaryData
  }

  private init(data: [String: ManifestText], binaryData: [String: [UInt8]]) {
    self.data = data
    self.binaryData = binaryData
  }

  /// The same without long documents (JSON objects), which are read again when they are needed; settings and
  /// certificates stay, however long.
  public var stripped: ConfigMapManifest {
    ConfigMapManifest(
      data: data.mapValues { Self.isLongDocument($0) ? $0.stripped : $0 }, binaryData: binaryData)
  }

  /// In bytes.
  public static let longestKeptDocument = 4096

  private static func isLongDocument(_ text: ManifestText) -> Bool {
    guard let text = text.text, text.utf8.count > longestKeptDocument else { return false }
    return text.utf8.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
  }
}
