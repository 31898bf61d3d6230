import Base
import Documents

/// Kind `GrafanaFolder`.
public struct GrafanaFolder: ManifestSpec {
  public static let kind = "GrafanaFolder"
  public static let apiVersions = ["grafana.integreatly.org/v1beta1"]

  public let common: GrafanaCommonSpec
  public let uid: String?
  public let title: String
  public let parent: FolderReference?
  /// The `items` of Grafana's permission list; nil leaves what the workspace has.
  public let permissions: [JSON]?

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    guard
      let spec = document.requiredObject(
        "spec", remedy: "write spec with instanceSelector",
        { fields in Fields(fields, metadata: metadata) }), let common = spec.common
    else { return nil }
    self.common = common
    uid = spec.uid
    title = spec.title
    parent = spec.parent
    permissions = spec.permissions
  }

  init(
    common: GrafanaCommonSpec, uid: String?, title: String, parent: FolderReference?, permissions: [JSON]?
  ) {
    self.common = common
    self.uid = uid
    self.title = title
    self.parent = parent
    self.permissions = permissions
  }
}

private struct Fields {
  var common: GrafanaCommonSpec?
  var uid: String?
  var title: String
  var parent: FolderReference?
  var permissions: [JSON]?

  init(_ spec: FieldReader, metadata: ObjectMetadata) {
    common = GrafanaCommonSpec(spec)
    uid = spec.uid("uid")
    title = spec.string("title").flatMap { $0.isEmpty ? nil : $0 } ?? metadata.name
    if title.lowercased() == "general" {
      spec.error(
        "invalid-value", at: "title",
        "\(spec.qualified("title")) is \(title), which is what Grafana calls the place outside of all folders",
        remedy: "choose another title; dashboards without a folder go there with folder: General")
    }
    parent = FolderReference(
      spec, uid: "parentFolderUID", reference: "parentFolderRef", namespace: metadata.namespace)
    if let uid, parent == .uid(uid) {
      spec.error(
        "folder-cycle", at: "parentFolderUID", "the folder names itself as its parent",
        remedy: "remove parentFolderUID")
    }
    permissions = spec.text("permissions").flatMap { text in
      PermissionItems.read(text.text ?? "", label: "spec.permissions") { code, message, remedy, place in
        spec.document.tell(
          .error, code: code, at: place.map { text.location($0).position } ?? spec.position("permissions"),
          message,
          remedy: remedy)
      }
    }
  }
}
