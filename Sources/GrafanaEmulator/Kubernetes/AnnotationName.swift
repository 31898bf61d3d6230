/// Grafana's annotations (reference/grafana-http-api.md, section 11).
enum AnnotationName {
  static let folder = "grafana.app/folder"
  static let message = "grafana.app/message"
  static let createdBy = "grafana.app/createdBy"
  static let updatedBy = "grafana.app/updatedBy"
  /// Asks for the permissions that the older API gives to what is made at the root; never kept [S+].
  static let grantPermissions = "grafana.app/grant-permissions"
  static let updatedTimestamp = "grafana.app/updatedTimestamp"

  /// Made from the record; a client cannot set them.
  static let serverMade: Set = [createdBy, updatedBy, updatedTimestamp]
  /// Kept in fields of the record.
  static let fromRecord: Set = [folder, message, grantPermissions, createdBy, updatedBy, updatedTimestamp]
}
