import Documents
import HTTP

/// A correlation as a server shows it.
public struct RemoteCorrelation: Sendable {
  /// The server chooses it.
  public let uid: String
  public let sourceUID: String
  /// Nil for one that leads to an address.
  public let targetUID: String?
  public let label: String
  public let description: String
  public let type: String
  /// `field`, `target` and `transformations`, without the type, which servers up to 10 have there.
  public let config: JSONObject
  /// It is from files of the server, which takes no change of it.
  public let isProvisioned: Bool
  /// All fields as they came.
  public let row: JSON
}

/// Reference grafana-http-api.md section 5.4, recordings `correlations`.
extension GrafanaSession {
  private static let listPath = "/api/datasources/correlations"
  private static let pageSize = 1000
  private static let mostPages = 1000

  /// All correlations of the workspace. Those whose target is gone are not shown, and are again when it comes back (from
  /// source, pkg/services/correlations).
  public func correlations() async throws(GrafanaError) -> [RemoteCorrelation] {
    var found: [RemoteCorrelation] = []
    var seen: Set<[String]> = []
    for page in 1...Self.mostPages {
      let answer = try await get(
        Self.listPath, query: [("limit", String(Self.pageSize)), ("page", String(page))])
      // Up to 9 there are no pages.
      if let rows = answer.arrayValue { return rows.compactMap { RemoteCorrelation($0) } }
      guard let rows = answer["correlations"]?.arrayValue else {
        throw GrafanaError(
          kind: .unexpected, status: 200, call: "GET \(Self.listPath)",
          message: "the answer is no list of correlations")
      }
      // What stands between may answer without a look at the number of the page.
      let new = rows.compactMap { RemoteCorrelation($0) }.filter { row in
        seen.insert([row.sourceUID, row.uid]).inserted
      }
      found += new
      if rows.count < Self.pageSize || new.isEmpty { break }
    }
    return found
  }

  /// Those that lead away from a data source; none where that is gone.
  public func correlations(of source: String) async throws(GrafanaError) -> [RemoteCorrelation] {
    let path = Self.path(source)
    do throws(GrafanaError) {
      let answer = try await get(path)
      guard let rows = answer.arrayValue else {
        throw GrafanaError(
          kind: .unexpected, status: 200, call: "GET \(path)",
          message: "the answer is \(answer.typeName), not a list")
      }
      return rows.compactMap { RemoteCorrelation($0) }
    } catch let error where error.kind == .notFound && error.message.hasSuffix("data source not found") {
      return []
    }
  }

  /// - Parameter model: in the form of `RemoteCorrelation.model`.
  /// - Returns: its uid.
  public func createCorrelation(_ model: JSONObject, of source: String) async throws(GrafanaError) -> String {
    let path = Self.path(source)
    var body = model
    // Up to 10 the type stands in the configuration; newer servers take no other than this one there.
    if model["type"] == "query", var config = model["config"]?.objectValue {
      config["type"] = "query"
      body["config"] = .object(config)
    }
    let answer = try await change(.post, path, body)
    let call = "POST \(path)"
    guard let uid = try answer.json(of: call)["result"]?["uid"]?.stringValue, !uid.isEmpty else {
      throw GrafanaError(
        kind: .unexpected, status: answer.status, call: call, message: "the answer shows no correlation")
    }
    return uid
  }

  /// Sets everything that a server changes: all but type and target.
  public func updateCorrelation(
    _ correlation: RemoteCorrelation, _ model: JSONObject
  ) async throws(GrafanaError) {
    var config = model["config"]?.objectValue ?? JSONObject()
    // What is absent stays as it is.
    if config["transformations"] == nil { config["transformations"] = [] }
    let body = JSONObject([
      ("label", model["label"] ?? ""), ("description", model["description"] ?? ""),
      ("config", .object(config)),
    ])
    _ = try await change(.patch, Self.path(correlation), body)
  }

  /// That it is gone already is no error.
  public func deleteCorrelation(_ correlation: RemoteCorrelation) async throws(GrafanaError) {
    do throws(GrafanaError) {
      _ = try await change(.delete, Self.path(correlation), nil)
    } catch let error where error.kind == .notFound {
      return
    }
  }

  /// Servers say by 403 too that what is from their files takes no change, "Data source is read only" (from source)
  /// and "Correlation can only be edited via provisioning" (remembered); no other token helps there.
  private func change(
    _ method: HTTPMethod, _ path: String, _ body: JSONObject?
  ) async throws(GrafanaError) -> Answer {
    do throws(GrafanaError) {
      return try await write(method, path, body: body.map { .object($0) })
    } catch let error where error.kind == .forbidden && Self.isOfFiles(error.message) {
      throw GrafanaError(kind: .refused, status: error.status, call: error.call, message: error.message)
    }
  }

  private static func isOfFiles(_ message: String) -> Bool {
    message == "Data source is read only" || message.contains("provisioning")
  }

  private static func path(_ source: String) -> String {
    "/api/datasources/uid/\(PercentEncoding.encode(source))/correlations"
  }

  private static func path(_ correlation: RemoteCorrelation) -> String {
    path(correlation.sourceUID) + "/" + PercentEncoding.encode(correlation.uid)
  }
}

extension RemoteCorrelation {
  public init?(_ row: JSON) {
    guard let uid = row["uid"]?.stringValue, !uid.isEmpty, let source = row["sourceUID"]?.stringValue else {
      return nil
    }
    self.uid = uid
    sourceUID = source
    targetUID = row["targetUID"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    label = row["label"]?.stringValue ?? ""
    description = row["description"]?.stringValue ?? ""
    let config = row["config"]?.objectValue ?? JSONObject()
    type = row["type"]?.stringValue ?? config["type"]?.stringValue ?? "query"
    self.config = config.filter { $0 != "type" }
    isProvisioned = row["provisioned"]?.boolValue ?? false
    self.row = row
  }

  /// What has to be wanted to get the same one.
  public var model: JSONObject {
    var model = JSONObject([
      ("label", .string(label)), ("description", .string(description)), ("type", .string(type)),
      ("config", .object(config)),
    ])
    if let targetUID { model["targetUID"] = .string(targetUID) }
    return model
  }
}
