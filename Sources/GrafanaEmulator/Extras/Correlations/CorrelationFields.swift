internal import Documents

/// What a client sends for a correlation.
struct CorrelationFields: Sendable {
  let targetUID: String?
  let label: String?
  let description: String?
  let type: String?
  let configuration: JSONObject?

  /// - Parameter isWhole: whether this makes a correlation, so that nothing that is needed may be absent.
  init(_ body: JSONObject, _ form: ExtrasLens.CorrelationForm, isWhole: Bool) throws(Refusal) {
    let given = body["config"]?.objectValue
    let inside = given?["type"]?.stringValue
    let outside = body["type"]?.stringValue
    type = form == .typed ? outside ?? inside : inside ?? outside
    label = body["label"]?.stringValue
    description = body["description"]?.stringValue
    targetUID = body["targetUID"]?.stringValue
    configuration = given.map { Self.stored($0, form) }
    let types = form == .typed ? ["query", "external"] : ["query"]
    if let type, !types.contains(type) { throw Refusal.badRequest }
    guard isWhole else { return }
    guard let type, let configuration, !configuration.text("field").isEmpty,
      configuration["target"]?.objectValue != nil, type != "query" || targetUID != nil
    else { throw Refusal.badRequest }
  }

  /// What a server keeps of a configuration (pkg/services/correlations/models.go): of a transformation the members that it
  /// knows and that are not empty, and numbers of the target as doubles. Servers before 9.5 know no transformations.
  private static func stored(_ given: JSONObject, _ form: ExtrasLens.CorrelationForm) -> JSONObject {
    var stored = given.filter { ["field", "target"].contains($0) }
    stored["target"] = stored["target"]?.mapNumbers { $0.roundedToDouble }
    if form != .bare, let list = given["transformations"]?.arrayValue {
      stored["transformations"] = .array(list.map { transformation($0) })
    }
    return stored
  }

  private static func transformation(_ value: JSON) -> JSON {
    let members = value.objectValue ?? JSONObject()
    var stored = JSONObject(members: [("type", JSON(members.text("type")))])
    for name in ["expression", "field", "mapValue"] where !members.text(name).isEmpty {
      stored[name] = JSON(members.text(name))
    }
    return .object(stored)
  }
}
