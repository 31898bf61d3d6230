internal import Documents

/// A contact point as a client sends it.
struct ContactPointBody: Sendable {
  let uid: String
  let name: String
  let type: String
  /// Nil in `checkedType` leads to what the version says about it.
  private let sentSettings: JSONObject?
  let disablesResolveMessage: Bool

  init(_ object: JSONObject) {
    uid = object.text("uid")
    name = object.text("name")
    type = object.text("type")
    sentSettings = object["settings"]?.objectValue
    disablesResolveMessage = object.flag("disableResolveMessage")
  }

  var hasSettings: Bool { sentSettings != nil }
  var settings: JSONObject { sentSettings ?? JSONObject() }

  func integration(uid: String, _ type: NotifierType) -> Integration {
    Integration(
      uid: uid, name: name, type: type.type, disablesResolveMessage: disablesResolveMessage,
      settings: settings, secrets: [:])
  }

  /// The kind of integration, after the checks that come before those of the settings.
  func checkedType(_ lens: NotificationLens) throws(Refusal) -> NotifierType {
    if lens.checksContactPoints {
      guard let known = lens.catalogue.type(ignoringCase: type) else {
        throw Refusal.invalid("unknown integration type: \(type)")
      }
      guard hasSettings else { throw Refusal.crash(lens) }
      guard !name.isEmpty else { throw Refusal.invalid("name is required") }
      return known
    }
    guard !type.isEmpty else { throw Refusal.invalid("type should not be an empty string") }
    guard hasSettings else { throw Refusal.invalid("settings should not be empty") }
    if let known = lens.catalogue.type(type) { return known }
    // Validation does not look at the case, the list of secrets does [10.1 contact_points: create-upper-type].
    if lens.catalogue.type(ignoringCase: type) != nil {
      throw Refusal.failed(500, "no secrets configured for type '\(type)'")
    }
    switch lens.settingsProblems {
    case .byType: throw Refusal.invalid("unknown type '\(type)'")
    case .byIntegration: throw refusal(of: "notifier \(type) is not supported", lens)
    }
  }

  /// - Parameter uid: of the path, where it counts instead of the one in the body.
  func refusal(of problem: String, _ lens: NotificationLens, uid: String? = nil) -> Refusal {
    switch lens.settingsProblems {
    case .byType: .invalid("failed to validate receiver of type \"\(type)\": \(problem)")
    case .byIntegration:
      .invalid(
        "failed to validate integration \"\(name)\" (UID \(uid ?? self.uid)) of type \"\(type)\": \(problem)")
    }
  }
}
