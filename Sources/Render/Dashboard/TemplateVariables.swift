import Documents
import Manifests

/// Sets the current values of template variables (reference grafana-operator.md section 2.3, `variables[]`).
enum TemplateVariables {
  /// - Returns: the model, and the names of variables that it does not have.
  static func apply(_ variables: [GrafanaDashboard.Variable], to model: JSON) -> (JSON, unknown: [String]) {
    guard !variables.isEmpty, var object = model.objectValue else { return (model, []) }
    var templating = object["templating"]?.objectValue ?? JSONObject()
    var list = templating["list"]?.arrayValue ?? []
    var unknown: [String] = []
    for variable in variables {
      if let index = list.firstIndex(where: { $0["name"]?.stringValue == variable.name }) {
        list[index] = select(variable.value, in: list[index])
      } else {
        unknown.append(variable.name)
      }
    }
    templating["list"] = .array(list)
    object["templating"] = .object(templating)
    return (.object(object), unknown)
  }

  /// The value becomes current; among the options it is marked, or put first where it is not there.
  private static func select(_ value: String, in variable: JSON) -> JSON {
    guard var object = variable.objectValue else { return variable }
    let current: JSON = ["selected": true, "text": .string(value), "value": .string(value)]
    object["current"] = current
    guard let options = object["options"]?.arrayValue else { return .object(object) }
    var found = false
    var marked = options.map { option -> JSON in
      guard var fields = option.objectValue else { return option }
      let isWanted = fields["value"]?.stringValue == value
      found = found || isWanted
      fields["selected"] = .bool(isWanted)
      return .object(fields)
    }
    if !found { marked.insert(current, at: 0) }
    object["options"] = .array(marked)
    return .object(object)
  }
}
