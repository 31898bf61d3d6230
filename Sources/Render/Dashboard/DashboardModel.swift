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
  /// Plugins that it needs, sorted.
  public let plugins: [PluginUse]

  /// Digest of the model in the form that contents of workspaces are digested in.
  public var digest: Digest { json.digest }

  /// - Parameter isSecret: a secret may stand anywhere in it.
  init(json: JSON, uid: String?, title: String, plugins: [PluginUse], isSecret: Bool = false) {
    self.json = json
    self.uid = uid
    self.title = title
    self.plugins = plugins
    uses = DashboardUses.all(in: json, isSecret: isSecret)
  }
}

/// What is kept of a dashboard after its text is gone.
public struct DashboardSummary: Hashable, Sendable {
  public let uid: String?
  public let title: String
  /// Of the whole body: model, sharing and permissions.
  public let digest: Digest
  public let uses: [ObjectUse]
  public let plugins: [PluginUse]
  /// As `DashboardBody.isSecret`.
  public let isSecret: Bool

  /// Nil where something is wrong with it.
  /// - Parameter key: of the digests of secrets.
  init?(_ result: DashboardContent.Result, key: [UInt8]) {
    guard let model = result.reading?.model, let body = result.body else { return nil }
    uid = model.uid
    title = model.title
    digest = body.digest(key: key)
    uses = model.uses
    plugins = model.plugins
    isSecret = body.isSecret
  }
}
