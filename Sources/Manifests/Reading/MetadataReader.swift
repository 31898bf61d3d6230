import Base

/// Reads `metadata`.
enum MetadataReader {
  static func read(_ document: FieldReader, settings: LoaderSettings) -> ObjectMetadata? {
    document.requiredObject("metadata", remedy: "write metadata with a name") { fields in
      // Bookkeeping of a cluster that exports carry along.
      fields.ignore(
        "creationTimestamp", "generation", "resourceVersion", "uid", "managedFields", "finalizers",
        "ownerReferences",
        "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds")
      if fields.has("generateName"), !fields.has("name") {
        fields.error(
          "refused-field", at: "generateName",
          "metadata.generateName is not supported: the object would change its name "
            + "with every run", remedy: "write metadata.name")
        return nil
      }
      fields.ignore("generateName")
      guard let name = fields.requiredString("name", remedy: "give the object a name") else { return nil }
      let written = fields.string("namespace").flatMap { $0.isEmpty ? nil : $0 }
      let annotations = fields.stringMap("annotations") ?? [:]
      checkOwn(annotations, fields)
      return ObjectMetadata(
        name: name, namespace: settings.targetNamespace ?? written ?? settings.defaultNamespace,
        labels: fields.stringMap("labels") ?? [:], annotations: annotations)
    }
  }

  private static func checkOwn(_ annotations: [String: String], _ fields: FieldReader) {
    for (name, value) in annotations.sorted(by: { $0.key < $1.key })
    where name.hasPrefix(ObjectMetadata.ownPrefix) {
      guard let values = ObjectMetadata.ownAnnotations[name] else {
        let suggestion = NearestName.suggestion(for: name, among: ObjectMetadata.ownAnnotations.keys.sorted())
        fields.error("unknown-annotation", at: "annotations", "unknown annotation \(name)\(suggestion)")
        continue
      }
      if !values.contains(value) {
        fields.error(
          "invalid-value", at: "annotations", "annotation \(name) is \(value)",
          remedy: "write \(values.joined(separator: " or "))")
      }
    }
  }
}
