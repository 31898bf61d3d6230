import Base
import Documents

/// Kind `GrafanaFolder` of grafana-operator 4 (reference grafana-operator.md section 6). It names no uid: the folder is
/// found by its title.
public struct LegacyFolder: ManifestTranslation {
  public static let kind = "GrafanaFolder"
  public static let apiVersions = ["integreatly.org/v1alpha1"]

  private let folder: GrafanaFolder

  public var translations: [(part: String?, spec: any ManifestSpec)] { [(nil, folder)] }

  public init?(_ document: FieldReader, metadata: ObjectMetadata) {
    let folder = document.requiredObject("spec", remedy: "write spec with a title") {
      spec -> GrafanaFolder? in
      let permissions = spec.objects("permissions") { Self.permission($0) }
      PermissionItems.refuseTwins(permissions ?? [], "spec.permissions") { code, message, remedy, _ in
        spec.error(code, at: "permissions", message, remedy: remedy)
      }
      return spec.requiredString("title", remedy: "give the folder a title").map {
        GrafanaFolder(
          common: GrafanaCommonSpec(.namespace), uid: nil, title: $0, parent: nil,
          permissions: permissions.flatMap { $0.isEmpty ? nil : $0 })
      }
    }
    guard let folder else { return nil }
    self.folder = folder
  }

  /// An item of Grafana's permission list. Upstream sends all kinds of targets as roles, so that only roles ever worked.
  private static func permission(_ fields: FieldReader) -> JSON? {
    let type = fields.requiredString("permissionTargetType", remedy: "write role")
    let target = fields.requiredString("permissionTarget", remedy: "write Viewer, Editor or Admin")
    if !fields.has("permissionLevel") {
      fields.missing("permissionLevel", remedy: "write 1 for View, 2 for Edit, 4 for Admin")
    }
    guard let type, let target, let level = fields.integer("permissionLevel") else { return nil }
    if type.lowercased() != "role" {
      fields.error(
        "invalid-value", at: "permissionTargetType",
        "\(fields.qualified("permissionTargetType")) is \(type), and only roles worked in grafana-operator 4",
        remedy: "write role, or a GrafanaFolder of grafana.integreatly.org/v1beta1 with teamId or userId")
      return nil
    }
    if !["Viewer", "Editor", "Admin"].contains(target) {
      fields.error(
        "invalid-value", at: "permissionTarget", "\(fields.qualified("permissionTarget")) is \(target)",
        remedy: "write Viewer, Editor or Admin")
    }
    if ![1, 2, 4].contains(level) {
      // Every server takes another number and removes the entry (reference grafana-http-api.md section 18).
      fields.error(
        "invalid-value", at: "permissionLevel", "\(fields.qualified("permissionLevel")) is \(level)",
        remedy: "write 1 for View, 2 for Edit, 4 for Admin")
    }
    return ["role": .string(target), "permission": .number(JSONNumber(level))]
  }
}
