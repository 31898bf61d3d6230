internal import Base
internal import Documents

/// A data source.
struct DataSourceRecord: Sendable {
  let id: Int
  var uid: String
  var name: String
  var type: String
  var access: String
  var url: String
  var user: String
  var database: String
  var basicAuth: Bool
  var basicAuthUser: String
  var withCredentials: Bool
  var isDefault: Bool
  var jsonData: JSON
  var secrets: [String: SecretValue]
  /// Two secrets of old that versions before 9 keep, and show, outside of the others.
  var password: String
  var basicAuthPassword: String
  var version: Int
}
