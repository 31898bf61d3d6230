import Base
import Documents

/// Kind `GrafanaManifest`: an object of the Kubernetes-style API of Grafana 12 and newer (reference grafana-operator.md
/// section 2.13).
public struct GrafanaManifest: ManifestSpec {
  public static let kind = "GrafanaManifest"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]

  public let common: GrafanaCommonSpec
  public let resource: ResourceName
  /// With the group: `playlist.grafana.app/v1`.
  public let apiVersion: String
  public let labels: [String: String]
  public let annotations: [String: String]
  public let spec: JSONObject
  public let patch: ManifestPatch

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let fields = document.requiredObject(
      "spec", remedy: "write spec with instanceSelector and template", { ManifestFields($0) })
    guard let common = fields?.common, let template = fields?.template, let resource = template.resource,
      let apiVersion = template.apiVersion, let spec = template.spec
    else { return nil }
    self.common = common
    self.resource = resource
    self.apiVersion = apiVersion
    labels = template.labels
    annotations = template.annotations
    self.spec = spec
    patch = fields?.patch ?? ManifestPatch()
  }

  /// The same with what scripts have made of it.
  public func with(
    apiVersion: String, labels: [String: String], annotations: [String: String], spec: JSONObject
  )
    -> GrafanaManifest
  {
    GrafanaManifest(self, apiVersion: apiVersion, labels: labels, annotations: annotations, spec: spec)
  }

  private init(
    _ other: GrafanaManifest, apiVersion: String, labels: [String: String], annotations: [String: String],
    spec: JSONObject
  ) {
    common = other.common
    resource = other.resource
    patch = other.patch
    self.apiVersion = apiVersion
    self.labels = labels
    self.annotations = annotations
    self.spec = spec
  }
}

private struct ManifestFields {
  let common: GrafanaCommonSpec?
  let template: TemplateFields?
  let patch: ManifestPatch?

  init(_ spec: FieldReader) {
    common = GrafanaCommonSpec(spec)
    template = spec.requiredObject(
      "template", remedy: "write template with apiVersion, kind, metadata and spec"
    ) {
      TemplateFields($0)
    }
    patch = spec.object("patch") { ManifestPatch($0) }
  }
}

private struct TemplateFields {
  private(set) var apiVersion: String?
  private(set) var resource: ResourceName?
  private(set) var labels: [String: String] = [:]
  private(set) var annotations: [String: String] = [:]
  private(set) var spec: JSONObject?

  init(_ fields: FieldReader) {
    let version = fields.requiredString("apiVersion", remedy: "write for example playlist.grafana.app/v1")
    let kind = fields.requiredString("kind", remedy: "write for example Playlist")
    let group = version.flatMap { Self.group(of: $0, fields) }
    if let group, let kind, let own = OwnKind.of(kind, group: group) {
      fields.error(
        "refused-kind", at: "kind", "\(fields.qualified("kind")) is \(own.what), which has a kind of its own",
        remedy: "write a \(own.manifest)")
    }
    apiVersion = group == nil ? nil : version
    let place = fields.requiredObject("metadata", remedy: "write metadata with a name") {
      metadata -> (name: String?, namespace: String?)? in
      // Bookkeeping of a server that exports carry along.
      metadata.ignore("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields")
      labels = metadata.stringMap("labels") ?? [:]
      annotations = metadata.stringMap("annotations") ?? [:]
      if annotations["grafana.app/managedBy"] == "repo" {
        // Only Grafana's own provisioning may write it (reference grafana-http-api.md section 11.2).
        metadata.error(
          "invalid-value", at: "annotations",
          "\(metadata.qualified("annotations")) says managedBy: repo, which only Grafana itself may write",
          remedy: "remove it, or write kubectl")
      }
      let name = metadata.requiredString("name", remedy: "name the object")
      let namespace = metadata.string("namespace").flatMap { $0.isEmpty ? nil : $0 }
      for (field, text) in [("name", name), ("namespace", namespace)] { Self.check(field, text, metadata) }
      return (name, namespace)
    }
    fields.ignore("status")
    if !fields.has("spec") { fields.missing("spec", remedy: "write what the kind wants") }
    if let value = fields.json("spec") {
      spec = value.objectValue
      if spec == nil {
        fields.error(
          "wrong-type", at: "spec", "\(fields.qualified("spec")) must be a mapping, found \(value.typeName)",
          remedy: "write a mapping here")
      }
    }
    guard let group, let kind, let name = place?.name else { return }
    resource = ResourceName(
      ResourceName.Listing(group: group, kind: kind, namespace: place?.namespace), name: name)
  }

  private static func group(of version: String, _ fields: FieldReader) -> String? {
    let parts = version.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2, parts[0].contains("."), !parts[1].isEmpty { return String(parts[0]) }
    fields.error(
      "invalid-value", at: "apiVersion",
      "\(fields.qualified("apiVersion")) names no group and version: \(version)",
      remedy: "write for example playlist.grafana.app/v1")
    return nil
  }

  private static func check(_ field: String, _ text: String?, _ metadata: FieldReader) {
    guard let text, text.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 <= 0x20 }) else { return }
    metadata.error(
      "invalid-name", at: field, "\(metadata.qualified(field)) has a slash or a blank in it: \(text)",
      remedy: "use letters, digits, hyphens, underscores and points")
  }
}
