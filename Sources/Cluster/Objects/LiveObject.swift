import Base
import Documents

/// An object as the API server has it.
public struct LiveObject: Sendable {
  public let name: ClusterObjectName
  /// Another one with each object that is made, also of the same name.
  public let uid: String
  public let labels: [String: String]
  public let managers: [FieldManager]
  /// All of it; of listings only the metadata.
  public let content: JSON

  /// - Parameter kind: lists of metadata do not say it.
  init?(_ content: JSON, kind: ClusterKind) {
    guard let metadata = content["metadata"], let name = metadata["name"]?.stringValue,
      let namespace = metadata["namespace"]?.stringValue, let uid = metadata["uid"]?.stringValue
    else { return nil }
    self.name = ClusterObjectName(kind: kind.rawValue, namespace: namespace, name: name)
    self.uid = uid
    self.content = content
    labels = Dictionary(
      (metadata["labels"]?.objectValue?.members ?? []).compactMap { label in
        label.value.stringValue.map { (label.key, $0) }
      }, uniquingKeysWith: { first, _ in first })
    managers = (metadata["managedFields"]?.arrayValue ?? []).map { FieldManager($0) }
  }

  /// What we applied; nil where we never did, or where all of it was taken away.
  public var own: FieldManager? { managers.first(where: \.isOwn) }

  /// Moves when a field of ours gets another value, by whoever that is: whoever changes it takes it out of our entry
  /// (structured-merge-diff merge/update.go). What others do with their own fields, `status` among it, moves nothing.
  public var marker: Marker { Marker(uid: uid, fields: own?.digest) }

  /// Without what the API server keeps for itself: what a copy holds, and what is compared.
  public var substance: JSON {
    guard var object = content.objectValue else { return content }
    object["status"] = nil
    if var metadata = object["metadata"]?.objectValue {
      for field in ["managedFields", "resourceVersion", "generation", "creationTimestamp", "uid", "selfLink"]
      {
        metadata[field] = nil
      }
      object["metadata"] = .object(metadata)
    }
    return .object(object)
  }

  /// What a copy can be put back as: without what ties it to objects that may be gone, and with what the object that is there has
  /// of that. An owner that is gone would have it collected at once, and addresses are given anew.
  /// - Parameter present: what is there; nil where nothing is.
  public static func restored(_ copy: JSON, over present: LiveObject?) -> JSON {
    guard var object = copy.objectValue else { return copy }
    if var metadata = object["metadata"]?.objectValue {
      for field in ["deletionTimestamp", "deletionGracePeriodSeconds"] { metadata[field] = nil }
      for field in ["ownerReferences", "finalizers"] {
        metadata[field] = present?.content["metadata"]?[field]
      }
      object["metadata"] = .object(metadata)
    }
    if object["kind"]?.stringValue == ClusterKind.service.rawValue, var spec = object["spec"]?.objectValue,
      spec["clusterIP"]?.stringValue != "None"
    {
      for field in ["clusterIP", "clusterIPs"] { spec[field] = present?.content["spec"]?[field] }
      object["spec"] = .object(spec)
    }
    return .object(object)
  }

  /// The objects that this one goes away with: `GrafanaAgent agent`.
  public var owners: [String] {
    (content["metadata"]?["ownerReferences"]?.arrayValue ?? []).map { owner in
      "\(owner["kind"]?.stringValue ?? "?") \(owner["name"]?.stringValue ?? "?")"
    }
  }

  /// The version to write upon.
  var resourceVersion: String? { content["metadata"]?["resourceVersion"]?.stringValue }

  /// It is going away, as soon as those that asked for it have done what they wanted.
  public var isBeingDeleted: Bool { content["metadata"]?["deletionTimestamp"]?.stringValue != nil }

  /// Who made or changed it beside us, without those that only report its status.
  public var others: [FieldManager] { managers.filter { !$0.isOwn && $0.subresource != "status" } }
}

extension LiveObject {
  /// An object and the state of our fields in it, as text for the inventory.
  public struct Marker: Hashable, Sendable, CustomStringConvertible {
    public let uid: String
    /// Nil where none of its fields is ours.
    let fields: Digest?

    init(uid: String, fields: Digest?) {
      self.uid = uid
      self.fields = fields
    }

    public var description: String { "\(uid) \(fields?.description ?? "-")" }

    /// The object that a remembered marker is of.
    public static func uid(in text: String?) -> String? {
      text.flatMap { $0.split(separator: " ").first.map(String.init) }
    }
  }
}
