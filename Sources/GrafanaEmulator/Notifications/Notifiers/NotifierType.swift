internal import Documents

/// A kind of integration that a version can send notifications through.
struct NotifierType: Sendable {
  /// Keys of which one must be set, and what is said where none is.
  struct Requirement: Sendable {
    let keys: [String]
    let problem: String
  }

  let type: String
  var name: String
  var heading: String
  /// The keys of settings that are kept as secrets; a dot leads into an object.
  var secrets: [String]
  let requirements: [Requirement]

  init(
    _ type: String, _ name: String, heading: String? = nil, secrets: [String] = [],
    _ requirements: KeyValuePairs<String, String>
  ) {
    self.type = type
    self.name = name
    self.heading = heading ?? "\(name) settings"
    self.secrets = secrets
    self.requirements = requirements.map { keys, problem in
      Requirement(keys: keys.split(separator: "|").map(String.init), problem: problem)
    }
  }

  /// What is wrong with settings, secrets among them; nil where nothing is.
  func problem(of settings: JSONObject) -> String? {
    requirements.first { requirement in !requirement.keys.contains { Self.isSet(settings[$0]) } }?.problem
  }

  private static func isSet(_ value: JSON?) -> Bool {
    switch value {
    case .string(let text): !Text.trimmed(text).isEmpty
    case .array(let list): !list.isEmpty
    case nil, .null?: false
    default: true
    }
  }

  /// An entry of `/api/alert-notifiers`: the keys that the server itself looks at. The many others, and what pages show
  /// about them, are left out.
  var json: JSON {
    let keys = requirements.flatMap(\.keys)
    let options = keys + secrets.filter { !keys.contains($0) && !$0.contains(".") }
    return [
      "type": JSON(type), "name": JSON(name), "heading": JSON(heading), "description": "", "info": "",
      "options": .array(options.map(option)),
    ]
  }

  private func option(_ key: String) -> JSON {
    [
      "element": "input", "inputType": "text", "label": JSON(key), "description": "", "placeholder": "",
      "propertyName": JSON(key), "selectOptions": .null, "showWhen": ["field": "", "is": ""],
      "required": JSON(requirements.contains { $0.keys == [key] }), "validationRule": "",
      "secure": JSON(secrets.contains(key)), "dependsOn": "",
    ]
  }
}
