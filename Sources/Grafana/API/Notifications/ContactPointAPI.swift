import Base
import Documents
import HTTP

/// A receiver of a contact point as a server shows it: one row, the name of which it shares with others of the same contact
/// point (reference grafana-http-api.md section 6.3).
public struct RemoteReceiver: Sendable {
  /// Empty for the one that servers up to 10 have from the beginning.
  public let uid: String
  /// Of the contact point.
  public let name: String
  public let type: String
  public let settings: JSONObject
  public let isSilentWhenResolved: Bool
  public let isLocked: Bool
  /// All fields as they came.
  public let row: JSON
}

extension GrafanaSession {
  private static let contactPointPath = "/api/v1/provisioning/contact-points"

  /// All receivers of all contact points, in the server's order.
  public func receivers() async throws(GrafanaError) -> [RemoteReceiver] {
    try await provisionedRows(Self.contactPointPath).compactMap { RemoteReceiver($0) }
  }

  /// Adds a receiver, and with it its contact point where that is not there.
  /// - Parameter receiver: with name and uid. A secret that reads `[REDACTED]` would be stored like that.
  public func createReceiver(_ receiver: JSONObject, isEditable: Bool) async throws(GrafanaError) {
    try await provision(
      .post, Self.contactPointPath, body: .object(receiver), isEditable: isEditable, isLocked: nil)
  }

  /// Replaces a receiver. Another name moves it to the contact point of that name; policies that name one which goes with
  /// its last receiver follow.
  public func updateReceiver(
    _ receiver: JSONObject, uid: String, isEditable: Bool, isLocked: Bool
  ) async throws(GrafanaError) {
    try await provision(
      .put, Self.receiverPath(uid), body: .object(receiver), isEditable: isEditable, isLocked: isLocked)
  }

  /// That it is gone already is no error. The last one of a contact point that a policy or a rule names is refused.
  public func deleteReceiver(_ uid: String) async throws(GrafanaError) {
    do throws(GrafanaError) {
      try await write(.delete, Self.receiverPath(uid))
    } catch let error where error.kind == .notFound {
      return
    }
  }

  private static func receiverPath(_ uid: String) -> String {
    "\(contactPointPath)/\(PercentEncoding.encode(uid))"
  }
}

extension RemoteReceiver {
  /// Nil where the row has no name: such a receiver belongs to no contact point that anything could name.
  public init?(_ row: JSON) {
    guard let name = row["name"]?.stringValue, !name.isEmpty else { return nil }
    uid = row["uid"]?.stringValue ?? ""
    self.name = name
    type = row["type"]?.stringValue ?? ""
    settings = row["settings"]?.objectValue ?? JSONObject()
    isSilentWhenResolved = row["disableResolveMessage"]?.boolValue ?? false
    isLocked = !(row["provenance"]?.stringValue ?? "").isEmpty
    self.row = row
  }
}
