import Base
import Documents

/// Where the agents of metrics keep their write-ahead logs (reference agent-operator.md section 4.3).
public enum StorageSettings: Sendable {
  /// A volume of the pod: `emptyDir` or `ephemeral`, as it stands in the volume.
  case volume(name: String?, source: String, JSON)
  /// A claim of each pod's own.
  case claim(VolumeClaim)

  /// The name that the volume is to have; nil for the usual one.
  public var name: String? {
    switch self {
    case .volume(let name, _, _): name
    case .claim(let claim): claim.name
    }
  }

  init(_ fields: FieldReader) {
    // For subPath, which the operator's pods never have.
    fields.declineWhatUpstreamIgnores("disableMountSubPath")
    let claim = fields.object("volumeClaimTemplate") { VolumeClaim($0) } ?? VolumeClaim(absentIn: fields)
    let empty = fields.core("emptyDir", .mapping(.emptyDirectory))
    let ephemeral = fields.json("ephemeral")
    if let empty {
      self = .volume(name: claim.name, source: "emptyDir", empty)
    } else if let ephemeral, !fields.has("volumeClaimTemplate") {
      self = .volume(name: nil, source: "ephemeral", ephemeral)
    } else {
      self = .claim(claim)
    }
    let used = ["emptyDir", "volumeClaimTemplate", "ephemeral"].filter(fields.has)
    for name in used.dropFirst() where name == "ephemeral" || claim.saysMoreThanAName {
      fields.tellPassedOver(name, beside: used[0])
    }
  }
}

/// A template of claims: what each pod asks of the cluster's storage.
public struct VolumeClaim: Sendable {
  public let name: String?
  public let labels: [String: String]
  public let annotations: [String: String]
  /// Without fields that Kubernetes does not know.
  public let spec: JSONObject
  public let origin: SourceLocation

  init(_ fields: FieldReader) {
    // What exports carry along: a claim is what it is, and its status is the cluster's.
    fields.ignore("apiVersion", "kind", "status")
    origin = fields.document.location(fields.node.position)
    let metadata = fields.object("metadata") { metadata in
      metadata.ignore("creationTimestamp")
      let read = (
        metadata.filledString("name"), metadata.stringMap("labels") ?? [:],
        metadata.stringMap("annotations") ?? [:]
      )
      return read
    }
    (name, labels, annotations) = metadata ?? (nil, [:], [:])
    spec = fields.object("spec") { CoreObject($0, .claim).json } ?? JSONObject()
  }

  init(absentIn fields: FieldReader) {
    name = nil
    labels = [:]
    annotations = [:]
    spec = JSONObject()
    origin = fields.document.location(fields.node.position)
  }

  /// Whether it asks for a size, without which Kubernetes refuses it.
  public var hasSize: Bool { spec["resources"]?["requests"]?["storage"] != nil }

  fileprivate var saysMoreThanAName: Bool { !spec.isEmpty || !labels.isEmpty || !annotations.isEmpty }
}
