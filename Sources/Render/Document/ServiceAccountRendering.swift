import Base
import Documents
import Manifests

/// Makes a service account with its tokens. The tokens are not of any API: each says where its value goes and when it ends.
enum ServiceAccountRendering {
  static func render(_ account: GrafanaServiceAccount, of object: ManifestObject) -> RenderedDocument {
    let tokens = account.tokens.map { token -> JSON in
      var model = JSONObject([
        ("name", .string(token.name)),
        ("secret", .string("\(object.reference.namespace)/\(token.secretName)")),
      ])
      if let end = token.expires {
        model["expires"] = .string(end.description)
      } else if let lifetime = account.tokenLifetime {
        model["lifetimeSeconds"] = .number(JSONNumber(Int(lifetime.components.seconds)))
      }
      return .object(model)
    }
    let model = JSONObject([
      ("name", .string(account.name)), ("role", .string(account.role.rawValue)),
      ("isDisabled", .bool(account.isDisabled)), ("tokens", .array(tokens)),
    ])
    let ends = account.isDisabled ? [] : account.tokens
    return RenderedDocument(
      kind: .serviceAccount, common: account.common, uid: account.name, title: account.name,
      body: DocumentBody(model), features: [.serviceAccounts],
      expirations: ends.compactMap { token in
        token.expires.map { Expiration("token \"\(token.name)\"", end: $0) }
      })
  }
}
