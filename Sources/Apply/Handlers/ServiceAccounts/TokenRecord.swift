import Base
import Documents
import Grafana

/// What is known of a token whose value stands in the file beside it. It is written before the token is made, so that a
/// token whose value was lost with a crash is known as ours. It never holds the value.
struct TokenRecord: Hashable, Sendable {
  /// A token of the server.
  struct Former: Hashable, Sendable {
    let account: String
    /// Nil for one that was being made when the program was ended: then its name tells.
    let id: Int?
    let name: String

    func isSame(as token: RemoteToken) -> Bool { token.name == name && (id == nil || token.id == id) }
  }

  let owner: TokenOwner
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
      ("environment", .string(owner.environment)), ("workspace", .string(owner.workspace)),
      ("manifest", .string(owner.manifest)), ("account", .string(owner.account)),
      ("token", .string(token)), ("name", .string(name)),
    ])
    if let id { object["id"] = .number(JSONNumber(id)) }
    if let expires { object["expires"] = .string(expires.description) }
    if let lifetime { object["lifetimeSeconds"] = .number(JSONNumber(Int(lifetime.components.seconds))) }
    if !former.isEmpty {
      object["former"] = .array(
        former.map { former in
          var entry = JSONObject([("account", .string(former.account)), ("name", .string(former.name))])
          if let id = former.id { entry["id"] = .number(JSONNumber(id)) }
          return .object(entry)
        })
    }
    return .object(object)
  }

  init?(_ json: JSON) {
    guard let environment = json["environment"]?.stringValue, let workspace = json["workspace"]?.stringValue,
      let manifest = json["manifest"]?.stringValue, let account = json["account"]?.stringValue,
      let token = json["token"]?.stringValue, let name = json["name"]?.stringValue
    else { return nil }
    owner = TokenOwner(environment: environment, workspace: workspace, account: account, manifest: manifest)
    self.token = token
    self.name = name
    id = json["id"]?.intValue
    expires = json["expires"]?.stringValue.flatMap { Timestamp($0) }
    lifetime = json["lifetimeSeconds"]?.intValue.map { .seconds($0) }
    former = (json["former"]?.arrayValue ?? []).compactMap { entry in
      guard let account = entry["account"]?.stringValue, let name = entry["name"]?.stringValue else {
        return nil
      }
      return Former(account: account, id: entry["id"]?.intValue, name: name)
    }
  }

  /// Its own token, as one that something else takes the place of.
  var current: Former { Former(account: owner.account, id: id, name: name) }

  /// All tokens that it stands for, on whatever account.
  var all: [Former] { [current] + former }

  /// The same as another owner's.
  func belonging(to owner: TokenOwner) -> TokenRecord {
    var record = TokenRecord(owner: owner, token: token, name: name)
    record.id = id
    record.expires = expires
    record.lifetime = lifetime
    record.former = former
    return record
  }
}
