import Base

/// A folder that a manifest names: by uid, or as another manifest.
public enum FolderReference: Hashable, Sendable {
  case uid(String)
  case manifest(ObjectReference)

  /// Reads two fields of which at most one may be set. References stay in the manifest's own namespace.
  init?(_ fields: FieldReader, uid uidField: String, reference referenceField: String, namespace: String) {
    fields.atMostOne([uidField, referenceField])
    if let uid = fields.uid(uidField) {
      self = .uid(uid)
    } else if let name = fields.string(referenceField), !name.isEmpty {
      self = .manifest(ObjectReference(kind: GrafanaFolder.kind, namespace: namespace, name: name))
    } else {
      return nil
    }
  }
}
