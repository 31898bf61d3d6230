internal import Documents

/// A contact point as the provisioning API shows it.
enum ContactPointView {
  static func json(_ integration: Integration, _ settings: JSONObject, _ provenance: Provenance) -> JSON {
    var object = JSONObject(members: [
      ("uid", JSON(integration.uid)), ("name", JSON(integration.name)), ("type", JSON(integration.type)),
      ("settings", .object(settings)), ("disableResolveMessage", JSON(integration.disablesResolveMessage)),
    ])
    if provenance != .none { object["provenance"] = JSON(provenance.rawValue) }
    return .object(object)
  }
}
