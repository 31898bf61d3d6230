import Base
import Documents

/// A dashboard ready to be sent: its JSON without identity, inputs answered, variables set.
public struct DashboardModel: Sendable {
  /// The model without `id`, `uid` and `version`.
  public let json: JSON
  /// The uid that the JSON itself carries, if any.
  public let uid: String?
  public let title: String
  /// Objects that panels, variables and annotations name, sorted.
  public let uses: [ObjectUse]

  /// Digest of the model in the form that contents of workspaces are digested in.
  public var digest: Digest { json.digest }

  init(json: JSON, uid: String?, title: String) {
    self.json = json
    self.uid = uid
    self.title = title
    uses = DashboardUses.all(in: json)
  }
}

/// What is kept of a dashboard after its text is gone.
public struct DashboardSummary: Hashable, Sendable {
  public let uid: String?
  public let title: String
  public let digest: Digest
  public let uses: [ObjectUse]

  init(_ model: DashboardModel) {
    uid = model.uid
    title = model.title
    digest = model.digest
    uses = model.uses
  }
}
