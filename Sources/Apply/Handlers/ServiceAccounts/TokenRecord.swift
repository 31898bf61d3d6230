import Base
import Documents

/// What is known of a token whose value stands in the file beside it. It is written before the token is made, so that a
/// token whose value was lost with a crash is known as ours. It never holds the value.
struct TokenRecord: Hashable, Sendable {
  /// A token of the server.
  struct Former: Hashable, Sendable {
    let id: Int
    let name: String
  }

  /// The workspace's URL in its one spelling.
  let workspace: String
  let account: String
  /// What the manifest calls it.
  let token: String
  /// What the server calls it: names are unique in an organisation, and two stand side by side while one is replaced.
  var name: String
  /// Nil until it has been made.
  var id: Int?
  /// The end that the manifest gives; nil for none.
  var expires: Timestamp?
  /// Nil for a token that is not replaced by time.
  var lifetime: Duration?
  /// Tokens that it takes the place of, to be deleted once its value stands in the file.
  var former: [Former] = []
}

extension TokenRecord {
  var json: JSON {
    var object = JSONObject([
      ("workspace", .string(workspace)), ("account", .string(account)), ("token", .string(token)),
      ("name", .string(name)),
    ])
    if let id { object["id"] = .number(JSONNumber(id)) }
    if let expires { object["expires"] = .string(expires.description) }
    if let lifetime { object["lifetimeSeconds"] = .number(JSONNumber(Int(lifetime.components.seconds))) }
    if !former.isEmpty {
      object["former"] = .array(
        former.map { ["id": .number(JSONNumber($0.id)), "name": .string($0.name)] })
    }
    return .object(object)
  }

  init?(_ json: JSON) {
    guard let workspace = json["workspace"]?.stringValue, let account = json["account"]?.stringValue,
      let token = json["token"]?.stringValue, let name = json["name"]?.stringValue
    else { return nil }
    self.workspace = workspace
    self.account = account
    self.token = token
    self.name = name
    id = json["id"]?.intValue
    expires = json["expires"]?.stringValue.flatMap { Timestamp($0) }
    lifetime = json["lifetimeSeconds"]?.intValue.map { .seconds($0) }
    former = (json["former"]?.arrayValue ?? []).compactMap { entry in
      guard let id = entry["id"]?.intValue, let name = entry["name"]?.stringValue else { return nil }
      return Former(id: id, name: name)
    }
  }
}
