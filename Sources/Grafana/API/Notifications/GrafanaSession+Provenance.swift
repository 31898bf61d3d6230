import Documents
import HTTP

extension GrafanaSession {
  /// Writes by the provisioning API, and leaves the object open to people in the workspace where that is asked for and can
  /// be had: an object that is locked stays so, and a server that is asked to unlock it refuses the whole write, or ignores
  /// it (reference grafana-http-api.md section 6.1).
  /// - Parameter isLocked: of the stored object; nil where there is none, or the server does not tell.
  @discardableResult
  func provision(
    _ method: HTTPMethod, _ path: String, body: JSON, isEditable: Bool, isLocked: Bool?
  ) async throws(GrafanaError) -> Answer {
    guard isEditable, isLocked != true else { return try await write(method, path, body: body) }
    do throws(GrafanaError) {
      return try await write(method, path, headers: Self.provenance(true), body: body)
    } catch let error where error.message.lowercased().contains("provenance") {
      return try await write(method, path, body: body)
    }
  }

  /// The rows of a listing of the provisioning API. One without rows may be `null` (section 6.6).
  func provisionedRows(_ path: String) async throws(GrafanaError) -> [JSON] {
    let answer = try await get(path)
    if answer.isNull { return [] }
    guard let rows = answer.arrayValue else {
      throw GrafanaError(
        kind: .unexpected, status: 200, call: "GET \(path)",
        message: "the answer is \(answer.typeName), not a list")
    }
    return rows
  }

  /// One object; nil where there is none.
  func provisionedObject(_ path: String) async throws(GrafanaError) -> JSON? {
    do throws(GrafanaError) {
      return try await get(path)
    } catch let error where error.kind == .notFound {
      return nil
    }
  }
}

/// Whether an object of the provisioning API is locked in the pages of the workspace.
public enum Provenance {
  /// Nil where the server does not tell: lists and single reads of mute timings and templates up to 10 never do, and those
  /// that do also have a `version` (reference grafana-http-api.md section 6.1).
  public static func isLocked(_ object: JSON) -> Bool? {
    if let provenance = object["provenance"]?.stringValue { return !provenance.isEmpty }
    return object["version"] == nil ? nil : false
  }
}
