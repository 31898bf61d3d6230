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
    configuration = given.map { given in
      given.filter { ["field", "target", "transformations"].contains($0) }
    }
    let types = form == .typed ? ["query", "external"] : ["query"]
    if let type, !types.contains(type) { throw Refusal.badRequest }
    guard isWhole else { return }
    guard let type, let configuration, !configuration.text("field").isEmpty,
      configuration["target"]?.objectValue != nil, type != "query" || targetUID != nil
    else { throw Refusal.badRequest }
  }
}
