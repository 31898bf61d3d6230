/// Grafana's annotations (reference/grafana-http-api.md, section 11).
enum AnnotationName {
  static let folder = "grafana.app/folder"
  static let message = "grafana.app/message"
  static let createdBy = "grafana.app/createdBy"
  static let updatedBy = "grafana.app/updatedBy"
  static let updatedTimestamp = "grafana.app/updatedTimestamp"

  /// Made from the record; a client cannot set them.
  static let serverMade: Set = [createdBy, updatedBy, updatedTimestamp]
  /// Kept in fields of the record.
  static let fromRecord: Set = [folder, message, createdBy, updatedBy, updatedTimestamp]
}
