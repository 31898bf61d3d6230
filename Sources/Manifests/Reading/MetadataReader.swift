import Base
import Documents

/// Reads `metadata`.
enum MetadataReader {
  /// - Parameter kind: of the object, as some annotations are for one kind only.
  static func read(_ document: FieldReader, kind: String, settings: LoaderSettings) -> ObjectMetadata? {
    document.requiredObject("metadata", remedy: "write metadata with a name") { fields in
      // Bookkeeping of a cluster that exports carry along.
      fields.ignore(
        "creationTimestamp", "generation", "resourceVersion", "uid", "managedFields", "finalizers",
        "ownerReferences",
        "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds")
      let name = name(fields)
      let written = fields.string("namespace").flatMap { $0.isEmpty ? nil : $0 }
      if let name { checkName(name, "name", isLabel: false, fields) }
      if let written { checkName(written, "namespace", isLabel: true, fields) }
      let (annotations, labels) = (fields.stringMap("annotations") ?? [:], fields.stringMap("labels") ?? [:])
      checkOwn(annotations, kind: kind, fields)
      checkFlux(annotations, labels, fields)
      guard let name else { return nil }
      return ObjectMetadata(
        name: name, namespace: settings.targetNamespace ?? written ?? settings.defaultNamespace,
        labels: labels, annotations: annotations)
    }
  }

  private static func name(_ fields: FieldReader) -> String? {
    guard fields.has("generateName"), !fields.has("name") else {
      return fields.requiredString("name", remedy: "give the object a name")
    }
    fields.error(
      "refused-field", at: "generateName",
      "metadata.generateName is not supported: the object would change its name with every run",
      remedy: "write metadata.name")
    return nil
  }

  /// The rules of Kubernetes, RFC 1123: names of objects may have points, those of namespaces may not.
  private static func checkName(_ text: String, _ field: String, isLabel: Bool, _ fields: FieldReader) {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "-"): true
      case UInt8(ascii: "."): !isLabel
      default: false
      }
    }
    let edges: [UInt8?] = [text.utf8.first, text.utf8.last]
    let isFramed = edges.allSatisfy { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ".") }
    guard !isPlain || !isFramed || text.utf8.count > (isLabel ? 63 : 253) else { return }
    fields.error(
      "invalid-name", at: field, "metadata.\(field) is no name that Kubernetes takes: \(text)",
      remedy: "use lower-case letters, digits and hyphens" + (isLabel ? "" : ", and points"))
  }

  private static func checkFlux(
    _ annotations: [String: String], _ labels: [String: String], _ fields: FieldReader
  ) {
    let key = ObjectMetadata.fluxPrefix + "ssa"
    for (field, value) in [("annotations", annotations[key]), ("labels", labels[key])] {
      guard let value, value != "Ignore", value != "Override" else { continue }
      fields.warning(
        "ignored-annotation", at: field, "\(key): \(value) is not honoured: objects are written whole",
        remedy: "write Ignore to leave the object alone")
    }
  }

  private static func checkOwn(_ annotations: [String: String], kind: String, _ fields: FieldReader) {
    let known = ObjectMetadata.ownAnnotations(of: kind)
    let place = fields.node("annotations")
    for (name, value) in annotations.sorted(by: { $0.key < $1.key })
    where name.hasPrefix(ObjectMetadata.ownPrefix) {
      let position = place?.entry(name)?.key.position ?? fields.position("annotations")
      guard let values = known[name] else {
        let names = known.keys.sorted()
        fields.document.tell(
          .error, code: "unknown-annotation", at: position,
          "unknown annotation \(name) of \(kind)\(NearestName.suggestion(for: name, among: names))",
          remedy: "write one of \(names.joined(separator: ", ")), or remove it")
        continue
      }
      if let values, !values.contains(value) {
        fields.document.tell(
          .error, code: "invalid-value", at: position,
          "annotation \(name) is \(value)\(NearestName.suggestion(for: value, among: values))",
          remedy: "write \(Self.choice(values))")
      }
    }
  }

  /// `a or b`, `a, b or c`.
  private static func choice(_ values: [String]) -> String {
    [values.dropLast().joined(separator: ", "), values.last ?? ""].filter { !$0.isEmpty }
      .joined(separator: " or ")
  }
}
