internal import Documents

extension Refusal {
  /// A refusal with its particulars: `{"statusCode","messageId","message","extra"}`.
  static func detailed(_ status: Int, _ identifier: String, _ message: String, _ extra: JSON) -> Refusal {
    .answer(
      .json(
        [
          "statusCode": JSON(status), "messageId": JSON(identifier), "message": JSON(message), "extra": extra,
        ], status: status))
  }

  /// An object that does not fit, as the provisioning API says it.
  static func invalid(_ problem: String) -> Refusal {
    .failed(400, "invalid object specification: \(problem)")
  }

  /// A 404 whose body is the text `null`.
  static let nothing = Refusal.answer(.text("null", status: 404))

  /// Text of Grafana's source, not recorded.
  static let usedByRule = Refusal.coded(
    409, "alerting.notifications.contact-points.used-by-rule",
    "Contact point is currently used in the notification settings of one or many alert rules.")

  static let versionConflict = Refusal.coded(409, "alerting.notifications.conflict", "Conflict")

  /// Nothing of the stored document can be read (reference/grafana-http-api.md, section 18).
  static func corrupted(_ problem: String) -> Refusal {
    .detailed(
      500, "alerting.notification.configCorrupted",
      "Current Alertmanager configuration in the storage is corrupted. Reset the configuration or rollback to a"
        + " recent valid one.", ["Error": JSON(problem)])
  }

  static func wrongProvenance(_ stored: Provenance, _ asked: Provenance) -> Refusal {
    let names = [stored, asked].map { $0 == .none ? "none" : $0.rawValue }
    return .detailed(
      403, "alerting.notifications.invalidProvenance",
      "Resource with provenance status '\(names[0])' cannot be managed via API that handles resources with"
        + " provenance status '\(names[1])'. You must use appropriate API to manage this resource",
      ["SourceProvenance": JSON(names[0]), "TargetProvenance": JSON(names[1])])
  }
}

extension NotificationState {
  /// The stored document, where it can be read.
  func readable() throws(Refusal) -> AlertmanagerConfiguration {
    if let problem = stored.corruption { throw Refusal.corrupted(problem) }
    return stored
  }
}

extension Call {
  /// The provenance of what this request writes.
  var provenance: Provenance {
    lens.notifications.honoursProvenanceHeader && header("X-Disable-Provenance") != nil ? .none : .api
  }
}

extension Refusal {
  /// What a client learns of a server's fault.
  static func crash(_ lens: NotificationLens) -> Refusal {
    .answer(
      Answer(
        500, contentType: Answer.jsonTypeWithCharset,
        body: .json(["error": "Server Error", "message": JSON("Internal Server Error - \(lens.crashAdvice)")])
      ))
  }
}
