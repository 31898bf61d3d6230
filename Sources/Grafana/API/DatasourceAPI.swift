import Base
import Documents
import HTTP

/// A data source as a server shows it.
public struct RemoteDatasource: Sendable {
  public let id: Int
  public let uid: String
  public let name: String
  public let type: String
  /// All fields as they came.
  public let model: JSONObject
  /// Zero in listings, which do not show it.
  public let version: Int
  /// Names of the secrets that are set; nil in listings, which do not show them.
  public let secretNames: Set<String>?
  public let isReadOnly: Bool
}

extension GrafanaSession {
  /// All data sources, without versions and secrets.
  public func datasources() async throws(GrafanaError) -> [RemoteDatasource] {
    let answer = try await get("/api/datasources")
    guard let rows = answer.arrayValue else {
      throw GrafanaError(
        kind: .unexpected, status: 200, call: "GET /api/datasources",
        message: "the answer is \(answer.typeName), not a list")
    }
    return rows.compactMap { RemoteDatasource($0) }
  }

  /// Asks the plugin of a data source whether it works; nil where nobody can tell: the plugin is not there or checks nothing
  /// (404, 500), or the server does not answer (reference section 5.2; recordings of scenario datasources). From 9.0 on.
  public func datasourceHealth(_ uid: String, within deadline: Duration) async -> DatasourceHealth? {
    do throws(GrafanaError) {
      _ = try await getOnce("/api/datasources/uid/\(PercentEncoding.encode(uid))/health", within: deadline)
      return .works
    } catch {
      return error.status == 400 ? .fails(error.message) : nil
    }
  }

  /// Nil where there is no such data source.
  public func datasource(_ uid: String) async throws(GrafanaError) -> RemoteDatasource? {
    do throws(GrafanaError) {
      let path = "/api/datasources/uid/\(PercentEncoding.encode(uid))"
      let answer = try await get(path)
      guard let datasource = RemoteDatasource(answer) else {
        throw GrafanaError(
          kind: .unexpected, status: 200, call: "GET \(path)", message: "the answer is not a data source")
      }
      return datasource
    } catch let error where error.kind == .notFound {
      return nil
    }
  }

  /// - Returns: the new data source.
  public func createDatasource(
    _ model: JSONObject, uid: String, secrets: [String: SecretValue]
  ) async throws(GrafanaError) -> RemoteDatasource {
    let answer = try await write(
      .post, "/api/datasources", body: Self.body(model, uid: uid, version: nil, secrets))
    return try Self.written(answer, "POST /api/datasources")
  }

  /// Replaces every field. Secrets that are not named stay as they are.
  /// - Parameter existing: as it was read: its version guards against another writer in between.
  public func updateDatasource(
    _ model: JSONObject, existing: RemoteDatasource, secrets: [String: SecretValue], byUID: Bool
  ) async throws(GrafanaError) -> RemoteDatasource {
    let place = byUID ? "uid/\(PercentEncoding.encode(existing.uid))" : String(existing.id)
    let path = "/api/datasources/\(place)"
    let body = Self.body(model, uid: existing.uid, version: existing.version, secrets)
    return try Self.written(try await write(.put, path, body: body), "PUT \(path)")
  }

  /// - Returns: false where it was not there any more.
  public func deleteDatasource(_ uid: String) async throws(GrafanaError) -> Bool {
    do throws(GrafanaError) {
      try await write(.delete, "/api/datasources/uid/\(PercentEncoding.encode(uid))")
      return true
    } catch let error where error.kind == .notFound {
      return false
    }
  }

  private static func body(
    _ model: JSONObject, uid: String, version: Int?, _ secrets: [String: SecretValue]
  ) -> JSON {
    var body = model
    body["uid"] = .string(uid)
    body["version"] = version.map { .number(JSONNumber($0)) }
    if !secrets.isEmpty {
      // The one place where secrets become text: the body of the request that carries them.
      body["secureJsonData"] = .object(
        JSONObject(secrets.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value.revealed)) }))
    }
    return .object(body)
  }

  private static func written(_ answer: Answer, _ call: String) throws(GrafanaError) -> RemoteDatasource {
    guard let datasource = try answer.json(of: call)["datasource"].flatMap({ RemoteDatasource($0) }) else {
      throw GrafanaError(
        kind: .unexpected, status: answer.status, call: call, message: "the answer shows no data source")
    }
    return datasource
  }
}

extension RemoteDatasource {
  init?(_ json: JSON) {
    guard let model = json.objectValue, let uid = json["uid"]?.stringValue,
      let name = json["name"]?.stringValue
    else {
      return nil
    }
    id = json["id"]?.intValue ?? 0
    self.uid = uid
    self.name = name
    type = json["type"]?.stringValue ?? ""
    self.model = model
    version = json["version"]?.intValue ?? 0
    secretNames = json["secureJsonFields"]?.objectValue.map { fields in
      Set(fields.members.filter { $0.value.boolValue == true }.map(\.key))
    }
    isReadOnly = json["readOnly"]?.boolValue ?? false
  }
}
